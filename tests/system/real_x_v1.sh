#!/usr/bin/env bash
# Real replies of X's API v1.1: what relais reads against an independent count.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
[ -d "$data/posts-twitter-v1-python-twitter" ] || { echo "skipped: no real data in '$data'"; exit 77; }
. "$source_dir/tests/scratch.sh"
scratch=$(scratch_folder)
trap 'rm -rf "$scratch"' EXIT
python3 -B "$source_dir/tests/system/real_x_v1.py" "$program" "$data" "$scratch"
