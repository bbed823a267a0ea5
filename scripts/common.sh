# Shared by the scripts of this folder: where the tree is, and what Debian packages relais needs.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(gcc libc6-dev make cmake ninja-build pkg-config gettext
  libigraph-dev libcairo2-dev libcurl4-openssl-dev libcjson-dev libexpat1-dev libsqlite3-dev libxxhash-dev zlib1g-dev libzstd-dev nodejs npm)
test_packages=(clang-14 libclang-rt-14-dev libomp-14-dev python3 python3-networkx python3-igraph
  libxml2-utils zstd sqlite3 chromium git dpkg-dev file trang graphviz)

say() { printf '%s\n' "$*" >&2; }

# install_packages PACKAGE...: those that are missing, with apt as root or through sudo.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' && continue
    # Node.js and npm may have come from elsewhere than Debian.
    case $package in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
    missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "cannot install packages: not root, and there is no sudo"; return 4; }
    as_root=(sudo)
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "cannot install packages: see the lines above"
    return 4
  fi
  rm -f "$log"
}

# build_preset NAME [TARGET...]: configure and build everything or the targets; prints only what went wrong.
build_preset() {
  local log targets=("${@:2}")
  log=$(mktemp)
  say "building ($1)"
  if ! { cmake --preset "$1" && cmake --build --preset "$1" ${targets:+--target "${targets[@]}"}; } >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    rm -f "$log"
    say "the build ($1) failed: see the lines above"
    return 1
  fi
  rm -f "$log"
}
