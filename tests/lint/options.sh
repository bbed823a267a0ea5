#!/usr/bin/env bash
# Every command has a page docs/commands/<name>.md that names exactly the options that the program has, and examples that
# the program can parse. usage: options.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
docs=$1/docs/commands relais=$3 bad=0
fail() { echo "$1"; bad=1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8
unset LANGUAGE

# Options of a page: the first cell of the rows of its tables, `-o`, `--output FILE`.
page_options() { sed -nE 's/^\| *`(-[a-z], )?(--[a-z0-9-]+)[^`]*` *\|.*/\2/p' "$1" | sort; }
program_options() { # $1 command, $2 true or false: the options that every command has
  "$relais" help "$1" --json | grep "\"everywhere\":$2" | sed -nE 's/.*"option":"(--[a-z0-9-]+)".*/\1/p' | sort
}
# Every line of an example must parse: --help makes the program stop after that.
try_example() {
  local where=$1 line=$2
  case $line in "relais "*) ;; *) return ;; esac
  line=${line%%|*}
  (relais() { "$OLD_PROGRAM" "$@" --help >/dev/null; }; OLD_PROGRAM=$relais; eval "$line") 2>err ||
    { fail "$where: does not parse: $line"; cat err; }
}

commands=$("$relais" help --json | sed -n 's/^{"command":"\([a-z]*\)".*/\1/p')
[ -n "$commands" ] || fail 'the program has no commands'
for command in $commands; do
  page=$docs/$command.md
  [ -f "$page" ] || { fail "no page for '$command'"; continue; }
  diff <(program_options "$command" false) <(page_options "$page") >found ||
    fail "$page: options differ (<: only in the program, >: only in the page): $(tr '\n' ' ' <found)"
  grep -qE '^ *(\$ )?relais '"$command" "$page" || fail "$page: no example"
  while IFS= read -r line; do try_example "$page" "$line"; done < <(sed -nE 's/^ *(\$ )?(relais .*)/\2/p' "$page")
  while IFS= read -r line; do try_example "relais help $command" "$line"; done \
    < <("$relais" help "$command" | sed -n '/^Examples/,$ s/^  //p')
done
for page in "$docs"/*.md; do
  name=$(basename "$page" .md)
  [ "$name" = README ] || grep -qx "$name" <<<"$commands" || fail "$page: no such command"
done
diff <(program_options help true) <(page_options "$docs/README.md") >found ||
  fail "$docs/README.md: options of every command differ: $(tr '\n' ' ' <found)"
exit $bad
