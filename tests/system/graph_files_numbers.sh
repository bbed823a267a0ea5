#!/usr/bin/env bash
# METIS, Matrix Market and JSON: random graphs, written without relais, are read as what they are.
set -eu
source_dir=$1
program=$3
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/graph_files_numbers.py" "$program" "$scratch"
data=${REL_SHARED_DATA:-$source_dir/../shared/data}/snap/PGPgiantcompo.graph.gz
if [ -f "$data" ]; then
    # Its published size.
    "$program" info "$data" | tr -s ' ' | grep -qx 'accounts 10680'
    "$program" info "$data" | tr -s ' ' | grep -qx 'edges 24316'
else
    echo "no real METIS file in '$data'"
fi
