relais communities $DATA/cli/two_groups.graphml --figures
relais communities $DATA/cli/two_groups.graphml --top 1 --resolution 0.4 --json --figures
relais communities $DATA/cli/two_groups.graphml --quality cpm --csv --figures
