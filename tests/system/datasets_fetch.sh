#!/usr/bin/env bash
# Fetching data sets from a server on 127.0.0.1: whole, resumed, refused, damaged, gone.
# usage: datasets_fetch.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
source=$1 relais=$3
command -v python3 >/dev/null || { echo "skipped: python3 is not here"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'exec 7>&-; rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 no_proxy=127.0.0.1 NO_PROXY=127.0.0.1
unset LANGUAGE
bad=0
fail() { echo "$1"; bad=1; }

mkdir "$work/www"
mkfifo "$work/stop"
python3 "$source/tests/tools/range_server.py" "$work/www" <"$work/stop" >"$work/port" &
exec 7>"$work/stop"
for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.05; done
port=$(cat "$work/port")
[ -n "$port" ] || { echo "the server does not start"; exit 1; }
at=http://127.0.0.1:$port

head -c 300000 /dev/urandom >"$work/www/big.bin"
: >"$work/www/empty.bin"
sum=$(sha256sum "$work/www/big.bin" | cut -d' ' -f1)
wrong=$(printf '%064d' 0)

# entry NAME ADDRESS-PATH FIELDS PLAIN: a catalogue of one data set with one file
entry() {
  printf '{"version":1,"datasets":[{"name":"%s","title":"t","format":"edgelist","read":"relais rank big.bin","plain_http":%s,"files":[{"name":"%s","address":"%s%s"%s}]}]}' \
    one "${4:-true}" "${5:-big.bin}" "${6:-$at}" "$2" "$3" >"$work/$1.json"
}
fetch() { # CATALOGUE FOLDER -> out, err, code
  "$relais" datasets fetch one --catalogue "$work/$1.json" -o "$work/$2" --json >"$work/out" 2>"$work/err"
  code=$?
}
expect() { # WHAT CODE WORDS
  [ $code -eq "$2" ] || fail "$1: exit $code, expected $2: $(cat "$work/err")"
  grep -qF -- "$3" "$work/out" "$work/err" || fail "$1: expected '$3', found: $(cat "$work/out" "$work/err")"
}

entry good /big.bin ",\"bytes\":300000,\"sha256\":\"$sum\""
fetch good a
expect 'whole' 0 "\"verified\":true,\"sha256\":\"$sum\""
cmp -s "$work/www/big.bin" "$work/a/big.bin" || fail 'whole: other bytes'
[ "$(ls "$work/a")" = big.bin ] || fail "whole: left behind: $(ls "$work/a")"
requests=$(wc -l <"$work/www/log")
fetch good a
expect 'there already' 0 '"was_there":true'
[ "$(wc -l <"$work/www/log")" -eq "$requests" ] || fail 'there already: asked the server'
echo changed >"$work/a/big.bin"
fetch good a
expect 'there already, another file' 3 'has 8 bytes, the catalogue says 300000'
expect 'there already, another file' 3 "hint: remove '"
[ "$(cat "$work/a/big.bin")" = changed ] || fail 'there already: overwritten'

entry bare /big.bin ''
fetch bare b
expect 'no checksum' 0 'is not verified: the catalogue has no checksum; sha256'
expect 'no checksum' 0 "\"verified\":false,\"sha256\":\"$sum\""

# A connection that breaks, then one that goes on.
entry cut /cut/big.bin ",\"bytes\":300000,\"sha256\":\"$sum\""
fetch cut c
expect 'cut' 5 "cannot fetch '$at/cut/big.bin': "
[ "$(stat -c %s "$work/c/big.bin.part")" -eq 150000 ] || fail 'cut: what came is not kept'
[ -e "$work/c/big.bin" ] && fail 'cut: takes the name'
fetch good c
expect 'resumed' 0 '"resumed_bytes":150000'
tail -1 "$work/www/log" | grep -qx '/big.bin bytes=150000-' || fail "resumed: asked for $(tail -1 "$work/www/log")"
cmp -s "$work/www/big.bin" "$work/c/big.bin" || fail 'resumed: other bytes'
[ "$(ls "$work/c")" = big.bin ] || fail "resumed: left behind: $(ls "$work/c")"

# The file has changed on the server meanwhile: all of it anew.
fetch cut d
cp "$work/www/big.bin" "$work/old.bin"
head -c 300000 /dev/urandom >"$work/www/big.bin"
sum=$(sha256sum "$work/www/big.bin" | cut -d' ' -f1)
entry good /big.bin ",\"bytes\":300000,\"sha256\":\"$sum\""
fetch good d
expect 'changed meanwhile' 0 '"resumed_bytes":0'
cmp -s "$work/www/big.bin" "$work/d/big.bin" || fail 'changed meanwhile: other bytes'

# All of it was there, only the name was missing.
entry cut /cut/big.bin ",\"bytes\":300000,\"sha256\":\"$sum\""
fetch cut e
cp "$work/www/big.bin" "$work/e/big.bin.part"
fetch good e
expect 'complete part' 0 '"resumed_bytes":300000'

# A part of which nobody knows what it is, and a server that cannot resume.
mkdir "$work/f"
echo foreign >"$work/f/big.bin.part"
fetch good f
expect 'foreign part' 0 '"resumed_bytes":0'
entry plain /plain/big.bin ",\"sha256\":\"$sum\""
fetch plain g
expect 'no ranges' 0 '"verified":true'

entry moved /moved/big.bin ",\"sha256\":\"$sum\""
fetch moved h
expect 'moved' 0 '"verified":true'
entry loop /loop ''
fetch loop i
expect 'redirects for ever' 5 "cannot fetch '$at/loop': "

entry wrongsum /big.bin ",\"sha256\":\"$wrong\""
fetch wrongsum j
expect 'wrong checksum' 3 "has another checksum than the catalogue says: sha256 $sum, expected $wrong"
[ -e "$work/j/big.bin.part" ] && [ ! -e "$work/j/big.bin" ] || fail 'wrong checksum: files'
fetch wrongsum j
tail -1 "$work/www/log" | grep -qx '/big.bin -' || fail 'wrong checksum: the next try does not begin anew'
entry small /big.bin ',"bytes":1000'
fetch small k
expect 'larger than said' 7 "is larger than the 1000 bytes expected"
entry large /big.bin ',"bytes":400000'
fetch large l
expect 'smaller than said' 3 "has 300000 bytes, the catalogue says 400000"
entry empty /empty.bin ',"bytes":0' true empty.bin
fetch empty m
expect 'empty file' 0 '"bytes":0'

entry gone /nothing.bin ''
fetch gone n
expect 'gone' 5 "cannot fetch '$at/nothing.bin': the server answers with code 404"
entry busy /busy/big.bin ''
fetch busy o
expect 'busy' 5 "the server answers with code 503"
closed=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
entry refused /big.bin '' true big.bin "http://127.0.0.1:$closed"
fetch refused p
expect 'refused' 5 "cannot fetch 'http://127.0.0.1:$closed/big.bin': Failed to connect"
entry offline /big.bin '' false big.bin https://nowhere.invalid
fetch offline p
expect 'no such host' 5 "Could not resolve host: nowhere.invalid"

# Plain http only where the entry says so; files only in the folder.
entry http /big.bin '' false
fetch http q
expect 'plain http' 3 "entry 'one' has no valid 'address'"
entry path /big.bin '' true ../big.bin
fetch path q
expect 'leads out of the folder' 3 "entry 'one' has no valid 'name'"
[ -e "$work/q" ] && fail 'a refused entry makes a folder'
entry badsum /big.bin ',"sha256":"ABC"'
fetch badsum q
expect 'bad checksum' 3 "entry 'one' has no valid 'sha256'"
echo '{"version":2,"datasets":[]}' >"$work/newer.json"
fetch newer q
expect 'another version' 3 "is not a catalogue: expected JSON with"
echo 'no json' >"$work/none.json"
fetch none q
expect 'no JSON' 3 "is not a catalogue: expected JSON with"
fetch missing q
expect 'no catalogue' 4 "No such file or directory"
mkdir -p "$work/r/big.bin.part"
fetch good r
expect 'a folder in the way' 4 "cannot write '$work/r/big.bin.part': Is a directory"

# Asked to end: what came stays, exit 130.
entry stall /stall/big.bin ",\"bytes\":300000"
"$relais" datasets fetch one --catalogue "$work/stall.json" -o "$work/s" >"$work/out" 2>"$work/err" &
pid=$!
for _ in $(seq 100); do [ -s "$work/s/big.bin.part" ] && break; sleep 0.05; done
"$relais" datasets fetch one --catalogue "$work/stall.json" -o "$work/s" >"$work/out2" 2>&1
[ $? -eq 4 ] && grep -q "is being written by another process" "$work/out2" || fail "two at once: $(cat "$work/out2")"
kill -INT $pid
wait $pid
code=$?
[ $code -eq 130 ] || fail "stopped: exit $code, expected 130: $(cat "$work/err")"
[ "$(stat -c %s "$work/s/big.bin.part")" -eq 10 ] || fail 'stopped: what came is not kept'

# The built-in catalogue is one, and every data set of it can be found.
"$relais" datasets list --json >"$work/list" || fail 'list'
names=$(python3 -c 'import json, sys; print(*(json.loads(l)["name"] for l in open(sys.argv[1])))' "$work/list")
[ "$(wc -w <<<"$names")" -ge 15 ] || fail "list: $names"
for name in $names; do
  [ "$("$relais" datasets list "$name" --json | wc -l)" -eq 1 ] || fail "list $name"
done
exit $bad
