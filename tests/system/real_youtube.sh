#!/usr/bin/env bash
# Real replies of the YouTube Data API: what relais reads against an independent count.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
[ -d "$data/posts-youtube-api" ] || { echo "skipped: no real data in '$data'"; exit 77; }
. "$source_dir/tests/scratch.sh"
scratch=$(scratch_folder)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/real_youtube.py" "$program" "$data/posts-youtube-api" "$scratch"
