#!/usr/bin/env bash
# The committed sample is what its recorded command makes, at any number of threads; its counts are right, by a recount
# of the files and by relais' own readers. usage: datasets_campaign.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
source=$1 build=$2
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
bad=0
fail() { echo "$1"; bad=1; }

recorded=$(sed -n 's/^    relais-generate campaign -o datasets\/sample //p' "$source/datasets/sample/README.md")
[ -n "$recorded" ] || { echo "no command in datasets/sample/README.md"; exit 1; }
generate() { "$build/bin/relais-generate" "$@" 2>>"$work/said"; }

# same FOLDER FOLDER: the same files, unpacked
same() {
  local file a b
  for file in $(cd "$1" && find . -type f ! -name README.md | sort); do
    a=$(case $file in *.gz) gzip -dc "$1/$file" ;; *) cat "$1/$file" ;; esac | cksum)
    b=$(case $file in *.gz) gzip -dc "$2/$file" ;; *) cat "$2/$file" ;; esac 2>/dev/null | cksum)
    [ "$a" = "$b" ] || { echo "$file differs"; return 1; }
  done
}

for threads in 1 2 8; do
  # shellcheck disable=SC2086
  generate campaign -o "$work/t$threads" $recorded --threads $threads || fail "generating with $threads threads failed"
  same "$source/datasets/sample" "$work/t$threads" || fail "the sample is not what its command makes with $threads threads"
done
generate campaign -o "$work/other" --accounts 700 --posts 2200 --seed 2026 || fail "another seed failed"
cmp -s "$work/other/follows.csv" "$work/t1/follows.csv" && fail "another seed gives the same follows"
python3 "$source/tests/tools/recount.py" "$source/datasets/sample" || fail "recount of the sample"
generate campaign -o "$work/flat" --flattened --accounts 300 --posts 800 --seed 3 || fail "--flattened failed"
python3 "$source/tests/tools/recount.py" "$work/flat" || fail "recount of a flattened campaign"
# A recount that finds nothing wrong must be able to: one record less.
sed -i '$d' "$work/flat/bluesky.jsonl"
python3 "$source/tests/tools/recount.py" "$work/flat" >/dev/null && fail "the recount does not notice a missing record"
python3 "$source/tests/tools/compare_readers.py" "$source/datasets/sample" "$build/tests/tool_dump" || fail "readers and counts.json"
size=$(du -sb --apparent-size "$source/datasets/sample" | cut -f1)
[ "$size" -lt 3000000 ] || fail "the sample has $size bytes, more than 3 MB"

# Refusals, each with its exit code and sentence.
refused() {
  local code=$1 words=$2 said
  shift 2
  said=$("$build/bin/relais-generate" "$@" 2>&1)
  local found=$?
  [ $found -eq "$code" ] || fail "'$*': exit $found, expected $code"
  case $said in *"$words"*) ;; *) fail "'$*' says '$said', expected '$words'" ;; esac
}
refused 2 "option '--accounts': '5' is not a number from 100" campaign -o "$work/no" --accounts 5
refused 2 "option '--output' is missing" campaign
refused 2 "'--scale' is not an option of 'campaign'" campaign -o "$work/no" --scale 3
refused 2 "is nothing that can be generated" nothing -o x
refused 2 "is not a whole number" campaign -o "$work/no" --posts 200.5
refused 4 "cannot make the folder" campaign -o "$work/not/there"
refused 4 "cannot write" x-v2 -o "$work/not/there/x" --posts 10
exit $bad
