#!/usr/bin/env bash
# GraphML and GEXF files of igraph's, graphology's and the format's own tests: what relais reads against an
# independent count, what those tests state, and what networkx and igraph read.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
python=/usr/bin/python3
[ -x "$python" ] || { echo "skipped: no $python"; exit 77; }
[ -d "$data/formats-igraph" ] || { echo "skipped: no graph files in '$data'"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" "$source_dir/tests/system/real_graph_xml.py" "$program" "$data" "$scratch"
