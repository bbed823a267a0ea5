#!/usr/bin/env bash
# What `relais info --plan rank` says beside what `relais rank` then takes: seconds, and how many times as long it took as was
# planned. Both in turn, RUNS times, and the median of each. A JSON line a case.
# usage: bench/plans.sh BIN-DIR RUNS FILE:CRITERIA[:THREADS]...    BIN-DIR holds relais; THREADS: 1 and 2 when not given
set -eu
bin=$(realpath "$1")/relais runs=$2
shift 2
export LC_ALL=C
microseconds() {
  local begin end
  begin=${EPOCHREALTIME/./}
  "$@" >/dev/null || [ $? = 8 ]
  end=${EPOCHREALTIME/./}
  echo $((end - begin))
}
# The numbers of each line: planned, low, high, planning, took. The median of each column, and the widest basis.
fold() {
  local columns column
  columns=$(cat)
  for column in 1 2 3 4 5; do
    cut -d' ' -f$column <<<"$columns" | sort -g | awk '{ a[NR] = $1 } END { printf "%s ", a[int((NR + 1) / 2)] }'
  done
  cut -d' ' -f6 <<<"$columns" | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }'
}
key() { sed -nE "s/.*\"$1\":\"?([^,\"}]*).*/\1/p" <<<"$2"; }
once() {
  local said spent took
  spent=${EPOCHREALTIME/./}
  said=$("$bin" info "$1" --plan "rank:$2" --json --threads "$3")
  spent=$((${EPOCHREALTIME/./} - spent))
  took=$(microseconds "$bin" rank "$1" --by "$2" --threads "$3" --quiet)
  echo "$(key seconds "$said") $(key seconds_low "$said") $(key seconds_high "$said") $spent $took $(key basis "$said")"
}
for case in "$@"; do
  IFS=: read -r file by threads <<<"$case"
  for t in ${threads:-1 2}; do
    cat "$file" >/dev/null
    for _ in $(seq "$runs"); do once "$file" "$by" "$t"; done | fold | awk -v file="$(basename "$file")" -v by="$by" \
      -v t="$t" -v runs="$runs" '{
        form = "{\"what\":\"plan\",\"by\":\"relais\",\"input\":\"%s by %s\",\"threads\":%d,\"items\":1,\"unit\":\"commands\","
        form = form "\"runs\":%d,\"seconds\":%.4g,\"planned\":%s,\"low\":%s,\"high\":%s,\"times\":%.3f,\"basis\":\"%s\","
        printf form "\"planning\":%.3g}\n", file, by, t, runs, $5 * 1e-6, $1, $2, $3, $5 * 1e-6 / $1, $6, $4 * 1e-6 }'
  done
done
