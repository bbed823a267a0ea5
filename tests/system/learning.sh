#!/usr/bin/env bash
# What relais learns, against the truth of generated campaigns and against cascades of real people.
set -eu
source_dir=$1
program=$(realpath "$3")
data=${REL_SHARED_DATA:-$source_dir/../shared/data}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$source_dir/tests/system/learning.py" "$program" "$(dirname "$program")/relais-generate" "$data" "$scratch"
