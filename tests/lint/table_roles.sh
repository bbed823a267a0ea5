#!/usr/bin/env bash
# Every role of a column, every header name that means it and every word for a kind is documented, and nothing else is.
# usage: table_roles.sh SOURCE-DIR ...
set -u
cd "$1" || exit 2
doc=docs/formats/csv-input.md
bad=0
# The strings of the two tables, names and header names alike.
in_code=$(
  { sed -n '/^#define REL_EDGE_ROLE_LIST/,/^typedef/p' ingest/table_roles.h
    sed -n '/BUILT_IN\[\] = {/,/^};/p' ingest/kind_words.c | grep -v '/\*'; } |
    tr -d '\n\\' | sed 's/" *"//g' | grep -oE '"[^"]*"' | tr -d '"' | tr '|' '\n' |
    sed 's/xc3xa9/é/g' | sort -u
)
in_doc=$(grep -E '^\| `' "$doc" | grep -oE '`[^`]*`' | tr -d '`' | sort -u)
for name in $in_code; do
  grep -qxF -- "$name" <<<"$in_doc" || { echo "$doc lacks '$name'"; bad=1; }
done
# First and last cells of the tables: what is documented must be there.
while read -r name; do
  [ "$name" = ignore ] && continue # what --kinds may say, not a word of a table
  grep -qxF -- "$name" <<<"$in_code" || { echo "$doc has '$name', which the code does not know"; bad=1; }
done < <(sed -n '/^| role /,/^$/p; /^| kind | words/,/^$/p' "$doc" | grep -E '^\| `' | awk -F '|' '{ print $2, $NF == "" ? $(NF - 1) : $NF }' |
  grep -oE '`[^`]*`' | tr -d '`' | sort -u)
[ "$(wc -l <<<"$in_code")" -gt 200 ] || { echo "the lists of the code were not found"; bad=1; }
exit $bad
