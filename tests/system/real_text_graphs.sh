#!/usr/bin/env bash
# Graph files of other programs' own tests and of public collections in GML, Pajek, DL, LGL and NCOL: what relais reads
# against an independent reading, against the counts that igraph's tests state, and against igraph and networkx.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
[ -d "$data/formats-igraph" ] || { echo "skipped: no graph files in '$data'"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Debian's python3 has the packages igraph and networkx; another one in the path may not.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
"$python" "$source_dir/tests/system/real_text_graphs.py" "$program" "$data" "$scratch"
