#!/usr/bin/env bash
# What `relais ambassadors` picks on the sample campaign obeys the rules that were given, and reaches what a simulator of its own
# finds; networkx reads the graph, the workspace keeps the picks, Ctrl-C prints the best set so far.
# usage: ambassadors.sh SOURCE-DIR BUILD-DIR PROGRAM
set -eu
source=$1 relais=$3
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C.UTF-8
unset LANGUAGE
sample=$source/datasets/sample
"$relais" ingest b.relais "$sample"/{posts.jsonl.gz,mastodon.json,bluesky.jsonl,profiles.json,follows.csv} --quiet >/dev/null 2>&1
"$relais" communities b.relais --save --quiet --csv >/dev/null
"$relais" export b.relais -o g.csv --merge --quiet 2>/dev/null
# Costs: by followers; every seventh account has none.
awk -F, 'NR == 1 { print "account,cost"; next } NR % 7 { print $1 "," 10 + $7 }' g.nodes.csv >costs.csv
printf '@velmio\n' >staff.txt
check() { python3 "$source/tests/system/ambassadors.py" g.nodes.csv g.edges.csv "$@"; }
pick() { "$relais" ambassadors b.relais --quiet --json --judge-runs 4000 "$@"; }

pick --count 5 --judge-runs 10000 >plain.json
check plain.json
pick --count 8 --max-per community=2,platform:x=4 --min-per platform:mastodon=3,lang:fr=2 \
  --exclude staff.txt,not-observed --include @kestrelo --already @norvane_bikes >rules.json
check rules.json --max community=2 --max platform:x=4 --min platform:mastodon=3 --absent x:287835635970998272 \
  --observed --include kestrelo --already norvane_bikes
pick --budget 400 --costs costs.csv >budget.json
check budget.json --budget 400 --costs costs.csv
pick --count 4 --audience-by 'platform:bluesky=3,*=0' --deadline 2 >weighted.json
check weighted.json --only platform:bluesky=3 --deadline 2
pick --count 4 --model lt >lt.json
check lt.json --lt
rivals=@velmio,@velmio@fediville.example,@norvane_bikes,@norvane_bikes@mastodon.example
pick --count 8 --exclude "$rivals" >most.json
pick --count 8 --exclude "$rivals" --fair platform >fair.json
check fair.json --fair platform --plain most.json

# As many picks as there are candidates, so the picks are the candidates.
"$relais" card b.relais --top 0 --json --quiet >cards.json
"$relais" card --print-policy awareness >preset.json
everyone() {
  local count
  count=$("$relais" ambassadors b.relais --count 100000 "$@" 2>&1 | sed -n 's/.* there are \([0-9]*\) candidates$/\1/p')
  pick --certificate 0 --epsilon 0.5 --judge-runs 100 "$@" --count "$count"
}
everyone --policy awareness >allowed.json
check allowed.json --cards cards.json --preset preset.json
everyone --exclude suspected-automation >unsuspected.json
check unsuspected.json --cards cards.json --planted "$sample/truth/coordinated.csv"

"$relais" ambassadors b.relais --count 5 --quiet --save --shortlist list.csv -o now.graphml >/dev/null
"$relais" export b.relais -o stored.graphml --quiet
python3 - list.csv plain.json <<'P'
import csv, json, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))
picks = json.loads(open(sys.argv[2]).read())["picks"]
assert rows[0][:4] == ["rank", "handle", "name", "platform"], rows[0]
assert [r[1] for r in rows[1:]] == [p["handle"] or p["account"] for p in picks], (rows, picks)
assert all(len(r) == len(rows[0]) and r[-1] for r in rows)
P
/usr/bin/python3 -c 'import networkx' 2>/dev/null || { echo "python3-networkx is not installed: the graphs were not read"; exit 0; }
/usr/bin/python3 - plain.json now.graphml stored.graphml <<'P'
import json, networkx, sys
picks = {p["account"]: p for p in json.loads(open(sys.argv[1]).read())["picks"]}
for path in sys.argv[2:]:
    g = networkx.read_graphml(path, force_multigraph=True)
    assert {v for v, a in g.nodes(data=True) if a["pick"]} == set(picks), path
    for v, a in g.nodes(data=True):
        assert 0 <= a["reached_probability"] <= 1, (path, v, a)
        assert ("pick_rank" in a) == a["pick"] == ("added_reach" in a), (path, v, a)
        if v in picks:
            assert a["pick_rank"] == picks[v]["rank"] and abs(a["added_reach"] - picks[v]["added_reach"]) < 1e-6
            assert a["reached_probability"] == 1
P

# Ctrl-C: the best set so far with its certificate, exit code 130. Nothing proves .999 of this graph quickly.
set -m
"$relais" ambassadors b.relais --count 20 --certificate 0.999 --delta 1e-9 --json --quiet >stopped.json 2>err &
sleep 1.5
kill -INT $! 2>/dev/null || true
wait $! && code=0 || code=$?
if [ "$code" = 130 ]; then
  grep -q '^relais ambassadors: stopped on request: the best set so far$' err || { cat err; exit 1; }
  grep -q '"ended":"stopped"' stopped.json || { cat stopped.json; exit 1; }
  check stopped.json
else
  [ "$code" = 0 ] || { echo "exit $code"; cat err; exit 1; }
  echo 'the proof was found before it could be interrupted'
fi
"$relais" ambassadors b.relais --count 20 --certificate 0.999 --delta 1e-9 --time-limit 0.2 --json --quiet >limited.json
check limited.json
