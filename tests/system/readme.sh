#!/usr/bin/env bash
# Every command of the README, in both languages, does what stands there.
set -eu
source_dir=$1 program=$3
status=0
for readme in README.md README.fr.md; do
  python3 "$source_dir/tests/system/readme.py" "$source_dir/$readme" "$program" "$source_dir/datasets/sample" || status=1
done
exit $status
