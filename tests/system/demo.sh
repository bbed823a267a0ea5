#!/usr/bin/env bash
# scripts/demo does the main job on the sample and leaves every file that it names.
set -eu
source_dir=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$source_dir/scripts/demo" "$out" >"$out/log" 2>&1 || { tail -n 40 "$out/log" >&2; exit 1; }
for file in brand.relais brand.shortlist.csv brand.svg brand.html brand.graphml brand.gexf brand.nodes.csv brand.edges.csv brand.rgraph; do
  [ -s "$out/$file" ] || { echo "demo: '$file' was not written" >&2; exit 1; }
done
python3 - "$out/brand.graphml" <<'P'
import sys, networkx
g = networkx.read_graphml(sys.argv[1], force_multigraph=True)
assert g.number_of_nodes() > 100 and g.number_of_edges() > 100, (g.number_of_nodes(), g.number_of_edges())
assert all("label" in a for _, a in g.nodes(data=True))
assert sum(a["pick"] for _, a in g.nodes(data=True)) == 5
P
