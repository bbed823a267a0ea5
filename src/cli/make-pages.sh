#!/bin/sh
# Writes the manual pages (English and French) and the completion of three shells. usage: make-pages.sh PROGRAM MAN COMPLETION
set -eu
relais=$1 man=$2 completion=$3
rm -rf "$man" "$completion"
mkdir -p "$man/man1" "$man/fr/man1" "$completion"
commands=$("$relais" help --json | sed -n 's/^{"command":"\([a-z]*\)".*/\1/p')
[ -n "$commands" ]
for lang in en fr; do
  folder=$man/man1
  [ "$lang" = en ] || folder=$man/$lang/man1
  "$relais" manual --lang "$lang" >"$folder/relais.1"
  for command in $commands; do
    "$relais" manual "$command" --lang "$lang" >"$folder/relais-$command.1"
  done
done
"$relais" completion bash >"$completion/relais.bash"
"$relais" completion zsh >"$completion/_relais"
"$relais" completion fish >"$completion/relais.fish"
: >"$man/made"
: >"$completion/made"
