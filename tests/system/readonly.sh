#!/usr/bin/env bash
# Who may read a workspace but not write it can analyse it, and is told so when writing is asked for.
set -u
source_dir=$1 program=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work" || exit 1
cp "$program" relais && cp "$source_dir/datasets/sample/follows.csv" . && chmod 644 follows.csv
./relais ingest t.relais follows.csv --quiet >/dev/null || exit 1
if [ "$(id -u)" -eq 0 ]; then
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  "${as[@]}" ./relais --version >/dev/null 2>&1 || { echo 'skipped: no other user to become'; exit 77; }
else
  as=()
fi
chmod 444 t.relais
chmod 555 .
"${as[@]}" ./relais rank t.relais --top 1 --csv --quiet >/dev/null || { echo 'rank cannot read a workspace that is write-protected'; exit 1; }
"${as[@]}" ./relais ingest t.relais follows.csv --again >/dev/null 2>/dev/null
[ $? = 4 ] || { echo 'ingest into a write-protected workspace: not exit 4'; exit 1; }
chmod 755 .
