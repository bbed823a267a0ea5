#!/usr/bin/env bash
# Gephi Lite's readers (graphology-gexf, graphology-graphml) read what is written.
set -eu
command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm is not installed"; exit 77; }
"$1/scripts/npm-for-tests" "$2"
. "$1/tests/writers/sample.sh" "$2" gephi_lite
node "$1/tests/writers/check_gephi_lite.mjs" "$2/tests/npm" "$samples"
rm -rf "$samples"
