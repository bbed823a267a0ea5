#!/usr/bin/env bash
# Pipes that close, disks that are full, terminals and those who have none. usage: terminal.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
relais=$3 bad=0
fail() { echo "$1"; bad=1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8
unset LANGUAGE NO_COLOR
awk 'BEGIN { for (i = 1; i < 60000; i++) print i, (i * 7919) % 60000 }' >edges.el

# A reader that has had enough is no error, and nothing is said.
"$relais" rank edges.el --top 0 --by in-degree --csv 2>err | head -1 >first
code=${PIPESTATUS[0]}
[ "$code" = 0 ] || fail "broken pipe: exit $code"
[ -s err ] && fail "broken pipe: says $(cat err)"
grep -q '^rank,account' first || fail "broken pipe: first line is '$(cat first)'"

# A full disk is one: exit 4 and the system's words.
if [ -c /dev/full ]; then
  "$relais" formats >/dev/full 2>err
  code=$?
  [ "$code" = 4 ] || fail "full disk: exit $code"
  grep -q 'cannot write to standard output: No space left on device' err || fail "full disk: says $(cat err)"
fi

# Colours and bold only on a terminal, and not when they are not wanted.
esc=$(printf '\033')
"$relais" formats | grep -q "$esc" && fail 'colours in a pipe'
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  echo 'no pseudo-terminal can be made here: what only a terminal shows was not looked at' >&2
else
  on_terminal() { TERM=xterm script -qec "$1" /dev/null </dev/null; }
  on_terminal "$relais formats" | grep -q "$esc\\[1m" || fail 'no bold header on a terminal'
  on_terminal "$relais formats --no-color" | grep -q "$esc" && fail 'colours in spite of --no-color'
  NO_COLOR=1 on_terminal "$relais formats" | grep -q "$esc" && fail 'colours in spite of NO_COLOR'
  TERM=dumb script -qec "$relais formats" /dev/null </dev/null | grep -q "$esc" && fail 'colours on a dumb terminal'
  on_terminal "$relais formats --json" | grep -q "$esc" && fail 'colours in JSON'
  on_terminal "$relais ronk" | grep -q "$esc\\[1;31mrelais" || fail 'failures are not red on a terminal'
fi

# Notes can be silenced, errors cannot.
"$relais" rank edges.el --top 1 --largest-component --quiet 2>err >/dev/null || fail 'rank failed'
[ -s err ] && fail "--quiet: says $(cat err)"
"$relais" rank nothing.el --quiet 2>err
[ $? = 4 ] || fail 'a file that is not there: not exit 4'
grep -q "No such file or directory" err || fail "--quiet hides an error: $(cat err)"
exit $bad
