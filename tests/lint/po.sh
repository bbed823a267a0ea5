#!/usr/bin/env bash
# The catalogues hold exactly the texts of the code, translated, with the same formats. usage: po.sh SOURCE-DIR ...
set -u
cd "$1" || exit 2
command -v xgettext >/dev/null && command -v msgcmp >/dev/null || { echo "skipped: gettext's tools are not here"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
scripts/update-po --pot "$work/relais.pot" || exit 1
bad=0
fail() { echo "$1"; bad=1; }
for po in po/*.po; do
  msgfmt --check --output-file=/dev/null "$po" || fail "$po: formats or header do not agree"
  # Missing, empty or fuzzy entries.
  msgcmp "$po" "$work/relais.pot" || fail "$po: run scripts/update-po and translate what is missing"
  grep -n '^#~' "$po" && fail "$po: entries that no code says any more"
  msgmerge --quiet --no-fuzzy-matching --output-file="$work/merged.po" "$po" "$work/relais.pot"
  grep -q '^#~' "$work/merged.po" && { grep -A1 '^#~ msgid' "$work/merged.po" | head -8; fail "$po: entries that no code says any more"; }
done
exit $bad
