#!/usr/bin/env bash
# Real replies of Reddit's API, and dumps where they are: what relais reads against an independent count.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
command -v zstd >/dev/null || { echo "skipped: no zstd program"; exit 77; }
[ -d "$data/posts-reddit-praw" ] || { echo "skipped: no real data in '$data'"; exit 77; }
. "$source_dir/tests/scratch.sh"
scratch=$(scratch_folder)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/recordings"
zstd -dcq "$data/posts-reddit-praw/praw-cassettes.tar.zst" | tar -xf - -C "$scratch/recordings"
python3 -B "$source_dir/tests/system/real_reddit.py" "$program" "$data" "$scratch"
