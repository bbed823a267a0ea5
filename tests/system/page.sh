#!/usr/bin/env bash
# The interactive page in a real browser: the sample campaign, and the largest page that relais writes.
set -eu
source=$1 build=$2 relais=$3
command -v node >/dev/null || { echo "node is not installed"; exit 77; }
command -v chromium >/dev/null || { echo "chromium is not installed"; exit 77; }
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box"
"$relais" ingest brand.relais "$source"/datasets/sample/{posts.jsonl.gz,mastodon.json,bluesky.jsonl,profiles.json,follows.csv} \
  --quiet >/dev/null 2>&1
for threads in 1 2 8; do
  "$relais" map brand.relais -o "page$threads.html" --threads "$threads" --quiet >/dev/null
  cmp page1.html "page$threads.html" || { echo "$threads threads write another page"; exit 1; }
done
"$relais" map brand.relais --html -o - --quiet >piped.html
cmp page1.html piped.html
"$relais" --lang fr map brand.relais -o fr.html --quiet >/dev/null
grep -q '<html lang="fr">' fr.html || { echo "the French page does not say so"; exit 1; }

"$build/bin/relais-generate" planted --vertices 30000 --seed 3 -o large.el >/dev/null 2>&1
"$relais" map large.el -o large.html --iterations 30 --quiet >/dev/null
node "$source/tests/page/check.mjs" chromium page1.html large.html
