#!/usr/bin/env bash
# What communities of a generated campaign say is what was planted, and what a recount finds; cards are the same with any
# number of threads; networkx reads the map. usage: communities_cards.sh SOURCE-DIR BUILD-DIR PROGRAM
set -eu
source=$1 build=$2 relais=$3
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
unset LANGUAGE
"$build/bin/relais-generate" campaign -o campaign --accounts 1500 --posts 6000 --mixing 0.15 --seed 3 2>said || { cat said; exit 1; }
"$relais" ingest c.relais campaign/{posts.jsonl.gz,mastodon.json,bluesky.jsonl,follows.csv} --quiet >/dev/null 2>&1
for threads in 1 2 8; do
  "$relais" communities c.relais --top 0 --json --quiet --threads $threads --map map$threads.graphml >cards$threads.jsonl
  cmp cards1.jsonl cards$threads.jsonl
  cmp map1.graphml map$threads.graphml
done
"$relais" communities c.relais --members --csv --quiet >members.csv
python3 "$source/tests/system/communities_cards.py" c.relais cards1.jsonl members.csv campaign/truth/communities.csv
/usr/bin/python3 -c 'import networkx' 2>/dev/null || { echo "python3-networkx is not installed: the map was not read"; exit 0; }
/usr/bin/python3 "$source/tests/system/communities_map.py" cards1.jsonl map1.graphml
