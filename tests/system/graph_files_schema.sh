#!/usr/bin/env bash
# GEXF files are valid against the published RelaxNG schemas, which lie outside the project. They come in the compact
# syntax; trang makes of them what xmllint reads.
set -eu
specs="$REL_SHARED_DATA/formats-gexf-spec/specs"
[ -d "$specs" ] || { echo "the GEXF schemas are not there: '$specs'"; exit 77; }
command -v trang >/dev/null && command -v xmllint >/dev/null || { echo "trang or xmllint is not installed"; exit 77; }
. "$1/tests/writers/sample.sh" "$2" schema
count=0
for version in 13:1.3 12:1.2draft; do
    rng="$samples/${version%%:*}"
    mkdir -p "$rng"
    trang "$specs/${version#*:}/gexf.rnc" "$rng/gexf.rng"
    for file in "$samples"/*."${version%%:*}".gexf; do
        xmllint --noout --huge --relaxng "$rng/gexf.rng" "$file" 2>"$samples/said" || { tail -3 "$samples/said"; exit 1; }
        count=$((count + 1))
    done
    # The schema does refuse something.
    sed 's/defaultedgetype="directed"/defaultedgetype="sideways"/' "$samples/one.${version%%:*}.gexf" >"$samples/bad.xml"
    if xmllint --noout --relaxng "$rng/gexf.rng" "$samples/bad.xml" 2>/dev/null; then
        echo "the schema accepts everything"
        exit 1
    fi
done
echo "$count files are valid"
[ "$count" -ge 12 ]
rm -rf "$samples"
