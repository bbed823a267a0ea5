#!/usr/bin/env bash
# How long after its start `relais rank` begins to compute on an opened snapshot, and how long the whole command takes beside
# the same on the edge list. usage: bench/startup.sh BIN-DIR [SCALE]    BIN-DIR holds relais and relais-generate
set -eu
bin=$(realpath "$1") scale=${2-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C
"$bin/relais-generate" rmat --scale "$scale" -o g.el --quiet 2>/dev/null || "$bin/relais-generate" rmat --scale "$scale" -o g.el
"$bin/relais" convert g.el g.rgraph --quiet
# The answer of both must be the same before anything is timed.
cmp <("$bin/relais" rank g.el --by in_degree --top 10 --csv --quiet) \
  <("$bin/relais" rank g.rgraph --by in_degree --top 10 --csv --quiet)
median() { sort -g | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
starts() { "$bin/relais" rank "$1" --by in_degree --top 1 --verbose 2>&1 >/dev/null | awk '/computing starts/ { print $1 }'; }
whole() {
  local begin end
  begin=$(date +%s%N)
  "$bin/relais" rank "$1" --by in_degree --top 1 --quiet >/dev/null
  end=$(date +%s%N)
  echo $(((end - begin) / 1000)) | awk '{ print $1 / 1000 }'
}
for file in g.rgraph g.el; do
  start=$(for _ in 1 2 3 4 5 6 7; do starts $file; done | median)
  all=$(for _ in 1 2 3 4 5 6 7; do whole $file; done | median)
  input="${file#g.} of rmat scale $scale"
  line='{"what":"%s","by":"relais","input":"%s","threads":%s,"items":1,"unit":"starts","runs":7,"seconds":%s,"rate":%s}\n'
  for one in "rank starts computing:$start" "rank by in_degree:$all"; do
    ms=${one##*:}
    # shellcheck disable=SC2059
    printf "$line" "${one%:*}" "$input" "$(nproc)" "$(awk "BEGIN { print $ms / 1000 }")" "$(awk "BEGIN { print 1000 / $ms }")"
  done
done
