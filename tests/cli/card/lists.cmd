relais card --traits
relais card --traits --json | head -3
relais card --policies
relais card --policies --csv
relais card --print-policy niche
relais card --print-policy niche | relais card "$DATA/cli/triangle.el" --policy /dev/stdin
