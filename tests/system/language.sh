#!/usr/bin/env bash
# The language of the messages, in a bare environment and on a machine that lacks the locale asked for.
# usage: language.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
relais=$3 bad=0
en='usage: relais'
first() { env -i "$@" 2>&1 | head -1; }
expect() {
  local wanted=$1 found
  shift
  found=$(first "$@")
  case $found in
  "$wanted"*) ;;
  *) echo "found '$found', expected '$wanted...': $*"; bad=1 ;;
  esac
}
fr=$(printf 'usage\302\240: relais')
expect "$en" "$relais" help
expect "$fr" "$relais" help --lang fr
expect "$fr" "$relais" --lang=fr help
expect "$fr" LANG=fr_FR.UTF-8 "$relais" help
expect "$fr" LANG=fr "$relais" help
expect "$fr" LC_ALL=fr_CA.UTF-8 LANG=en_US.UTF-8 "$relais" help
expect "$fr" LANGUAGE=fr "$relais" help
expect "$fr" LANG=en_US.UTF-8 LANGUAGE=fr:en "$relais" help
expect "$en" LANG=fr_FR.UTF-8 "$relais" help --lang en
expect "$en" LANG=de_DE.UTF-8 "$relais" help
expect "$en" LC_ALL=C LANG=fr_FR.UTF-8 "$relais" help
# A wrong option is told in the language asked for, wherever --lang stands.
expect "relais help: option inconnue '--dampin'" "$relais" help --dampin --lang fr
# Numbers keep their C form.
expect "relais rank: option '--damping': '0,5' is not a number from 0 to 0.999" LANG=fr_FR.UTF-8 "$relais" rank x --damping 0,5 --lang en
exit $bad
