#!/usr/bin/env bash
# GraphML and GEXF files keep the rules that Gephi needs; CSV, DOT and Pajek files hold the graph; every XML file is
# well formed and Graphviz reads every DOT file.
set -eu
. "$1/tests/writers/sample.sh" "$2" rules
python3 "$1/tests/writers/palette.py" "$1/graph/write_look.c"
python3 "$1/tests/writers/check_rules.py" "$samples"
python3 "$1/tests/writers/check_tables.py" "$samples"
if command -v xmllint >/dev/null; then
    xmllint --noout --huge "$samples"/*.graphml "$samples"/*.gexf
else
    echo "xmllint is not installed: only Python's parser has read the files"
fi
if command -v gc >/dev/null; then
    gc -n -e "$samples/full.dot" | grep -q '^ *16 *170 ' || { echo "Graphviz counts otherwise"; exit 1; }
    gc -n -e "$samples/large.dot" | grep -q '^ *20000 ' || { echo "Graphviz counts otherwise"; exit 1; }
else
    echo "Graphviz is not installed: DOT files were read by Python alone"
fi
rm -rf "$samples"
