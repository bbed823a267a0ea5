#!/usr/bin/env bash
# Real edge lists and tables, read into workspaces by the program: the counts are those that awk finds in the files.
# usage: tables_real_files.sh SOURCE-DIR BUILD-DIR PROGRAM; REL_SHARED_DATA says where the files are.
set -eu
relais=$3
data=${REL_SHARED_DATA:-}
[ -d "$data" ] || { echo "skipped: no folder of real data ('$data')"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

unpack() {
  case $1 in
    *.gz) gzip -dc "$1" ;;
    *.zst) zstd -dcq "$1" ;;
    *) cat "$1" ;;
  esac
}

# field JSON-FILE KEY: a number at the top level
field() { sed -E "s/.*\"$2\":(-?[0-9]+).*/\1/" "$1"; }

same() { # what found expected
  [ "$2" = "$3" ] && return 0
  echo "$1: found $2, awk says $3"
  failed=1
}

# compare FILE SEPARATOR HEADER-LINES OPTIONS...: lines, self loops, different edges, accounts.
# Plain edges without time: an edge that is there twice is stored once.
compare() {
  local file=$data/$1 sep=$2 header=$3 name
  name=$(basename "$1")
  shift 3
  if [ ! -f "$file" ]; then
    echo "not there: $name"
    return 0
  fi
  rm -f "$work/w.relais"
  "$relais" ingest "$work/w.relais" "$file" --json --quiet "$@" >"$work/out.json" || {
    echo "$name: could not be read"
    failed=1
    return 0
  }
  read -r lines selfs edges accounts < <(unpack "$file" | awk -F "$sep" -v skip="$header" '
    /^[#%]/ || NF < 2 { next }
    skip-- > 0 { next }
    { sub(/\r$/, "", $2); n++; a[$1]; a[$2] }
    $1 == $2 { s++; next }
    !(($1 SUBSEP $2) in e) { e[$1, $2]; d++ }
    END { print n + 0, s + 0, d + 0, length(a) }')
  same "$name: records" "$(field "$work/out.json" records)" "$lines"
  same "$name: self loops" "$(field "$work/out.json" self_interactions)" "$selfs"
  same "$name: interactions" "$(field "$work/out.json" interactions_new)" "$edges"
  same "$name: accounts" "$(field "$work/out.json" accounts_new)" "$accounts"
  same "$name: rejected" "$(field "$work/out.json" rejected_total)" 0
  echo "$name: $lines lines, $edges edges, $accounts accounts"
}

# Blanks and tabs
ws='[ \t]+'
compare snap/wiki-Vote.txt.gz "$ws" 0
compare congress-twitter/congress.edgelist.gz "$ws" 0
compare email-eu-core/email-Eu-core.txt.gz "$ws" 0
compare higgs/higgs-reply_network.edgelist.gz "$ws" 0 --kind reply
compare karateclub-lastfm/edges.csv.gz , 1
compare musae-twitch/FR_edges.csv.gz , 1 --platform twitch

# Timed acts of four kinds of columns, as the main example of the documentation has it.
higgs=$data/higgs/higgs-activity_time.txt.gz
if [ -f "$higgs" ]; then
  "$relais" ingest "$work/higgs.relais" "$higgs" --map source=1,target=2,time=3,kind=4 \
    --kinds RT=share,MT=mention,RE=reply --json --quiet >"$work/out.json"
  "$relais" info "$work/higgs.relais" --json >"$work/info.json"
  read -r lines selfs shares mentions replies < <(gzip -dc "$higgs" | awk '
    { n++ } $1 == $2 { s++; next } { k[$4]++ } END { print n, s, k["RT"], k["MT"], k["RE"] }')
  same "higgs: records" "$(field "$work/out.json" records)" "$lines"
  same "higgs: self loops" "$(field "$work/out.json" self_interactions)" "$selfs"
  same "higgs: shares" "$(field "$work/info.json" share)" "$shares"
  same "higgs: mentions" "$(field "$work/info.json" mention)" "$mentions"
  same "higgs: replies" "$(field "$work/info.json" reply)" "$replies"
  echo "higgs: $lines lines, $shares shares, $mentions mentions, $replies replies, $selfs with oneself"
  # The same file again changes nothing.
  "$relais" ingest "$work/higgs.relais" "$higgs" --map source=1,target=2,time=3,kind=4 \
    --kinds RT=share,MT=mention,RE=reply --json --quiet | grep -q '"already_read":true' || { echo "higgs was read again"; failed=1; }
else
  echo "not there: higgs"
fi

# Tables that are neither posts nor edges are refused with their columns.
for table in musae-twitch/FR_target.csv.gz; do
  [ -f "$data/$table" ] || continue
  if "$relais" ingest "$work/no.relais" "$data/$table" --quiet 2>"$work/err" >/dev/null; then
    echo "$table was read"
    failed=1
  fi
  grep -q "'id', 'days'" "$work/err" || { cat "$work/err"; failed=1; }
done
# Files that are no tables are not taken for any.
for other in lexicon-vader/hutto_ICWSM_2014.tar.gz classics/karate_club.gml lexicon-pattern/fr-sentiment.xml.gz; do
  [ -f "$data/$other" ] || continue
  if "$relais" ingest "$work/no.relais" "$data/$other" --quiet 2>"$work/err" >/dev/null; then
    echo "$other was read"
    failed=1
  fi
done
exit $failed
