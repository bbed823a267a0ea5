#!/usr/bin/env bash
# Real cascades: what relais ingests against an independent count.
set -eu
source_dir=$1
program=$3
data=${REL_SHARED_DATA:-$source_dir/../shared/data}/cascades-stackexchange
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
[ -d "$data" ] || { echo "skipped: no real data in '$data'"; exit 77; }
. "$source_dir/tests/scratch.sh"
scratch=$(scratch_folder)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/real_cascades.py" "$program" "$data" "$scratch"
