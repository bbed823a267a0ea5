#!/usr/bin/env bash
# networkx and igraph of Debian read what is written, with all names, labels, weights and kinds.
set -eu
python=/usr/bin/python3
"$python" -c 'import networkx, igraph' 2>/dev/null || { echo "python3-networkx or python3-igraph is not installed"; exit 77; }
. "$1/tests/writers/sample.sh" "$2" readers
"$python" "$1/tests/writers/check_readers.py" "$samples"
rm -rf "$samples"
