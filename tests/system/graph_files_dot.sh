#!/usr/bin/env bash
# DOT: the same nodes, edges and attributes as Graphviz finds, in files of every kind of statement.
set -eu
source_dir=$1
program=$3
command -v gvpr >/dev/null || { echo "skipped: no Graphviz"; exit 77; }
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/graph_files_dot.py" "$program" "$scratch"
