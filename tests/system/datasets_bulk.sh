#!/usr/bin/env bash
# Files for measuring: the same bytes at any number of threads, valid JSON, as many of everything as was said; random
# graphs likewise. usage: datasets_bulk.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
build=$2
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
fail() { echo "$1"; bad=1; }

forms=("x-v2 --posts 2345" "x-v2 --posts 777 --long" "x-v2 --posts 1234 --flattened --users 300" "x-v2 --posts 1"
       "rmat --scale 12" "rmat --scale 10 --undirected" "planted --vertices 3000")
for form in "${forms[@]}"; do
  for threads in 1 2 8; do
    # shellcheck disable=SC2086
    "$build/bin/relais-generate" $form --seed 7 --threads $threads -o "$work/$threads" 2>"$work/said.$threads" ||
      fail "'$form' with $threads threads: $(cat "$work/said.$threads")"
  done
  cmp "$work/1" "$work/2" && cmp "$work/1" "$work/8" || fail "'$form' depends on the number of threads"
  case $form in x-v2*) ;; *) continue ;; esac
  python3 - "$work/1" "$(cat "$work/said.1")" <<'PY' || fail "'$form' is not what it says"
import json, sys
said = {k: int(v) for k, v in (p.split("=") for p in sys.argv[2].split()) if v.isdigit()}
found = dict.fromkeys(("posts", "originals", "shares", "replies", "quotes", "mentions", "unresolved"), 0)
plural = {"retweeted": "shares", "replied_to": "replies", "quoted": "quotes"}
ids, times = set(), []
for line in open(sys.argv[1], encoding="utf-8"):
    o = json.loads(line)
    known = {t["id"] for t in o.get("includes", {}).get("tweets", [])}
    users = {u["id"] for u in o.get("includes", {}).get("users", [])}
    for t in o["data"] if "data" in o else [o]:
        found["posts"] += 1
        ids.add(t["id"])
        times.append(t["created_at"])
        assert "author" in t or t["author_id"] in users
        refs = t.get("referenced_tweets", [])
        found[plural[refs[0]["type"]] if refs else "originals"] += 1
        found["unresolved"] += any("text" not in r and r["id"] not in known for r in refs)
        for e in t.get("entities", {}).get("mentions", []):
            assert t["text"][e["start"]:e["end"]] == "@" + e["username"]
            found["mentions"] += 1
assert len(ids) == found["posts"], "ids are not unique"
assert times == sorted(times, reverse=True), "not newest first"
for k, v in found.items():
    assert said[k] == v, (k, said[k], v)
PY
done
exit $bad
