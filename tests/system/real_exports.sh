#!/usr/bin/env bash
# Real exports of X, Bluesky and Mastodon: what relais reads against an independent count.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
command -v zstd >/dev/null || { echo "skipped: no zstd program"; exit 77; }
[ -d "$data/posts-twarc-csv-v2" ] || { echo "skipped: no real data in '$data'"; exit 77; }
. "$source_dir/tests/scratch.sh"
scratch=$(scratch_folder)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/real_exports.py" "$program" "$data" "$scratch"
