#!/usr/bin/env bash
# The completion that the option tables make, asked as a shell asks. usage: completion.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
folder=$2/completion bad=0
# shellcheck source=/dev/null
source "$folder/relais.bash"
# complete WORDS...: what is offered for the last word
offered() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _relais 2>/dev/null
  printf '%s\n' "${COMPREPLY[@]}"
}
has() {
  local wanted=$1
  shift
  offered "$@" | grep -qx -e "$wanted" || { echo "'$wanted' is not offered after: $*"; bad=1; }
}
lacks() {
  local unwanted=$1
  shift
  offered "$@" | grep -qx -e "$unwanted" && { echo "'$unwanted' is offered after: $*"; bad=1; }
}
has rank relais ''
has rank relais ra
lacks manual relais ''
has --damping relais rank --d
has --threads relais rank --t
lacks --damping relais export --d
has pagerank relais rank x --by p
has pagerank,in_degree relais rank x --by pagerank,in_d
has share relais rank x --layers s
has 1.2 relais export x --gexf ''
has fr relais rank x --lang ''
has ingest relais help i
for shell in zsh fish; do
  file=$folder/$([ $shell = zsh ] && echo _relais || echo relais.fish)
  [ -s "$file" ] || { echo "no completion for $shell"; bad=1; }
  command -v $shell >/dev/null && { $shell -n "$file" || { echo "$shell does not read $file"; bad=1; }; }
done
# Manual pages have no mistakes that mandoc knows.
if command -v mandoc >/dev/null; then
  mandoc -T lint -W warning "$2"/man/man1/*.1 "$2"/man/fr/man1/*.1 | grep -v 'missing date' && bad=1
fi
exit $bad
