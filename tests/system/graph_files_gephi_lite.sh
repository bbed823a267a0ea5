#!/usr/bin/env bash
# Gephi Lite's readers (graphology-gexf, graphology-graphml) read what is written.
set -eu
command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm is not installed"; exit 77; }
modules="$2/tests/npm"
mkdir -p "$modules"
if ! cmp -s "$1/tests/npm/package-lock.json" "$modules/package-lock.json" || [ ! -d "$modules/node_modules" ]; then
    cp "$1/tests/npm/package.json" "$1/tests/npm/package-lock.json" "$modules/"
    (cd "$modules" && npm ci --no-audit --no-fund --loglevel=error)
fi
. "$1/tests/writers/sample.sh" "$2" gephi_lite
node "$1/tests/writers/check_gephi_lite.mjs" "$modules" "$samples"
rm -rf "$samples"
