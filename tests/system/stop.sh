#!/usr/bin/env bash
# Ctrl-C: the command ends cleanly, says what was kept, and the same command goes on. usage: stop.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
relais=$3 bad=0
fail() { echo "$1"; bad=1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8
unset LANGUAGE
awk 'BEGIN { for (i = 1; i <= 1500000; i++) print (i * 7919) % 100003, (i * 104729) % 99991, 1341100000 + i }' >edges.txt

# interrupted AFTER-SECONDS COMMAND...: its exit code in $code
interrupted() {
  local after=$1
  shift
  "$@" >out 2>err &
  local pid=$!
  sleep "$after"
  kill -INT $pid 2>/dev/null
  wait $pid
  code=$?
}
# Background jobs of a script ignore SIGINT unless they have their own group.
set -m

# A pause that hits the middle on a quick machine and on a busy one.
stopped=0
for after in 0.3 0.6 1 1.5 2.5; do
  rm -f b.relais*
  interrupted $after "$relais" ingest b.relais edges.txt --kind mention
  case $code in
  130)
    stopped=1
    grep -q '^relais ingest: stopped on request$' err || fail "ingest: says $(cat err)"
    grep -q '^hint: what was stored stays' err || fail "ingest: no word of what was kept: $(cat err)"
    "$relais" check b.relais >/dev/null 2>err || fail "the workspace is not sound after Ctrl-C: $(cat err)"
    ;;
  0) ;;
  *) fail "ingest: exit $code: $(cat err)" ;;
  esac
  [ $stopped = 1 ] && break
done
[ $stopped = 1 ] || { echo 'skipped: the file was read before it could be interrupted'; exit 77; }
"$relais" ingest b.relais edges.txt --kind mention --json >again 2>err || fail "the second run failed: $(cat err)"
"$relais" ingest whole.relais edges.txt --kind mention --quiet >/dev/null || fail 'the undisturbed run failed'
counts() { "$relais" info "$1" --json | sed 's/"sources":[0-9]*//'; }
[ "$(counts b.relais)" = "$(counts whole.relais)" ] || fail "not the same: $(counts b.relais) and $(counts whole.relais)"

# Runs of a simulation that were made say what they can, and their number.
seed=$("$relais" rank whole.relais --by in-degree --top 1 --csv --quiet | tail -1 | cut -d, -f2)
for after in 2 4 8; do
  interrupted $after "$relais" simulate whole.relais --seeds "$seed" --runs 10000000 --top 1 -o reach.csv
  [ "$code" = 130 ] || fail "simulate: exit $code: $(cat err)"
  [ -e reach.nodes.csv ] && fail 'a file in spite of Ctrl-C'
  grep -qE '^stopped: [1-9][0-9]* of 10000000 runs were made$' err && grep -q '^expected reach' out && break
done
grep -q '^stopped: ' err || fail "simulate: no word of the runs made: $(cat err)"

# An export that is interrupted leaves no file, or the whole one.
interrupted 0.4 "$relais" export whole.relais -o g.graphml
[ "$code" = 130 ] && [ -e g.graphml ] && fail 'a file in spite of Ctrl-C'
[ "$code" = 0 ] || [ "$code" = 130 ] || fail "export: exit $code: $(cat err)"
[ -e g.graphml.tmp ] && fail 'a temporary file stays behind'

# Sampled betweenness is printed as far as it is known, which is said. Only the drawing can be ended so.
for after in 1 2 4 8; do
  interrupted $after "$relais" rank whole.relais --by betweenness --epsilon 1e-6 --top 3
  [ "$code" = 130 ] || fail "rank: exit $code: $(cat err)"
  grep -q 'betweenness: sampled, [1-9][0-9]* paths; with probability 0.9 all shares are within' err && break
done
grep -q '^relais rank: stopped on request$' err || fail "rank: says $(cat err)"
grep -q 'paths; with probability' err || fail "rank: no word of what is known: $(cat err)"
[ "$(grep -c '^ *[123] ' out)" = 3 ] || fail "rank: not three accounts: $(cat out)"

# Nothing is said twice, and a second Ctrl-C is not needed.
[ "$(grep -c stopped err)" -le 1 ] || fail "says it twice: $(cat err)"
exit $bad
