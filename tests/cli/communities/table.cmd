relais communities $DATA/cli/two_groups.graphml
relais communities $DATA/cli/two_groups.graphml --top 1 --resolution 0.4 --json
relais communities $DATA/cli/two_groups.graphml --quality cpm --csv
