#!/usr/bin/env bash
# Golden cases of the command line: every <case>.cmd in FOLDER runs in an empty folder with 1, 2 and 8 threads, and what it
# writes (standard output, standard error, exit code) must be <case>.out.
# usage: run.sh PROGRAM FOLDER [--update]    --update rewrites the .out files: read their diff like code
#
# A .cmd file is a bash script. It finds: relais, the program; DATA, tests/data; what changes from run to run (seconds,
# rates) is left out.
set -u
. "$(dirname "$0")/../scratch.sh"
program=$(realpath "$1") folder=$(realpath "$2") update=${3-}
[ -x "$program" ] || { echo "no program $1"; exit 2; }
[ -d "$folder" ] || { echo "no folder $2"; exit 2; }
DATA=$(realpath "$(dirname "$0")/../data")
export DATA
export PATH="$(dirname "$program"):$PATH" LC_ALL=C.UTF-8 NO_COLOR=1
unset LANGUAGE RELAIS_THREADS
bad=0 cases=0

# The last digits of an iterated score, and the sizes of files that hold some, belong to the kernel's own tests. That they
# are the same with any number of threads is checked on the whole text.
round() {
  sed -E -e 's/([0-9][.,][0-9]{6})[0-9]+/\1~/g' -e 's/(take about|prendra environ|(edges|liens),) [0-9.]+ [kMG]?B/\1 #/'
}

# What one run says, with what is not its own made equal.
play() {
  local box=$1 case=$2
  (
    cd "$box" || exit 99
    XDG_CONFIG_HOME=$box/config bash "$case" 2>"$box.err" >"$box.out"
    code=$?
    sed 's/^/out: /' "$box.out"
    sed 's/^/err: /' "$box.err"
    rm -f "$box.out" "$box.err"
    echo "exit: $code"
  ) | sed -E \
    -e 's/"(seconds|acts_per_second|memory_bytes)":[0-9.e+-]+/"\1":#/g' \
    -e '/^out: (seconds|posts and interactions per second|memory of the buffers|secondes|messages et interactions par seconde|mémoire des tampons) /d' \
    -e 's/relais [0-9]+\.[0-9]+\.[0-9]+/relais VERSION/g; s/input xxh3 [0-9a-f]{32}/input xxh3 HASH/' \
    -e "s|$DATA|DATA|g"
}

for case in "$folder"/*.cmd; do
  [ -e "$case" ] || { echo "no cases in $folder"; exit 1; }
  expected=${case%.cmd}.out
  cases=$((cases + 1))
  for threads in 1 2 8; do
    box=$(scratch_folder) || exit 2
    RELAIS_THREADS=$threads play "$box" "$case" >"$box.found"
    rm -rf "$box"
    if [ "$threads" = 1 ]; then
      one=$box.found
      [ "$update" = --update ] && round <"$one" >"$expected"
      diff -u "$expected" <(round <"$one") || { echo "differs: $case"; bad=$((bad + 1)); }
      continue
    fi
    diff -u "$one" "$box.found" || { echo "differs with $threads threads: $case"; bad=$((bad + 1)); }
    rm -f "$box.found"
  done
  rm -f "$one"
done
echo "$cases cases, $bad differences"
[ "$bad" = 0 ]
