#!/usr/bin/env bash
# The Debian package that CPack makes holds what it should and names what it needs.
set -eu
build=$2
command -v dpkg-shlibdeps >/dev/null && command -v file >/dev/null || { echo "skipped: dpkg-dev or file is not installed"; exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cpack --config "$build/CPackConfig.cmake" -B "$out" >"$out/log" 2>&1 || { tail -n 20 "$out/log" >&2; exit 1; }
deb=$(ls "$out"/*.deb)
dpkg-deb --contents "$deb" >"$out/contents"
for file in ./usr/bin/relais ./usr/include/relais/graph/graph.h ./usr/share/man/man1/relais.1 ./usr/share/locale/fr/LC_MESSAGES/relais.mo; do
  grep -q " $file\(\.gz\)\?\( \|$\)" "$out/contents" || { echo "package: '$file' is missing" >&2; exit 1; }
done
for library in libigraph libcairo libsqlite3 libcjson libcurl libzstd; do
  dpkg-deb --field "$deb" Depends | grep -q "$library" || { echo "package: does not depend on $library" >&2; exit 1; }
done
