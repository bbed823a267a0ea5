#!/usr/bin/env bash
# Score cards of the sample campaign against a count that shares no code with relais (card.py), with every preset; and the
# accounts that the generator made to share in concert are found. usage: card.sh SOURCE-DIR BUILD-DIR PROGRAM
set -eu
src=$1 relais=$3 sample=$1/datasets/sample
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset LANGUAGE
"$relais" ingest "$work/s.relais" "$sample"/{posts.jsonl.gz,mastodon.json,bluesky.jsonl,profiles.json,mastodon_accounts.json,bluesky_profiles.json,follows.csv} --quiet >/dev/null
card() { "$relais" card "$work/s.relais" --top 0 --json --quiet "$@"; }

# What was planted: exactly these are suspected.
card | grep '"suspected_automation":true' | grep -oE '"account":"[^"]*' | sed 's/.*"//' | sort >"$work/found"
tail -n +2 "$sample/truth/coordinated.csv" | sed -E 's/^([^,]*),[^,]*,([^,]*),.*/\1:\2/' | sort -u >"$work/planted"
[ -s "$work/planted" ] || { echo "nothing was planted"; exit 1; }
diff "$work/planted" "$work/found" || { echo "suspected (>) and planted (<) accounts differ"; exit 1; }
echo "all $(wc -l <"$work/planted") planted accounts are suspected, and nobody else"

python3 "$src/tests/system/card.py" --prepare "$work/s.relais"
card >"$work/cards.json"
judged=()
for policy in "$src"/datasets/policies/*.json; do
  name=$(basename "$policy" .json)
  card --policy "$name" >"$work/$name.json"
  judged+=("$name=$work/$name.json")
done
python3 "$src/tests/system/card.py" "$work/s.relais" "$src/datasets/policies" "$work/cards.json" "${judged[@]}"

# PageRank and betweenness are those of the ranking.
"$relais" rank "$work/s.relais" --by pagerank,betweenness --top 0 --json --quiet >"$work/rank.json"
python3 - "$work" <<'END'
import json, math, sys
lines = lambda name: {r["account"]: r for r in map(json.loads, open(sys.argv[1] + name, encoding="utf-8"))}
cards, rank = lines("/cards.json"), lines("/rank.json")
assert len(cards) == len(rank) > 600
for a, r in rank.items():
    for by in ("pagerank", "betweenness"):
        assert math.isclose(cards[a]["position"][by]["value"], r["scores"][by], rel_tol=1e-12, abs_tol=1e-15), (a, by)
END
echo "position agrees with the ranking"
