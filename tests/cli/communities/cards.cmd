relais communities $DATA/cli/two_groups.graphml
relais communities $DATA/cli/two_groups.graphml --top 1 --json
relais communities $DATA/cli/two_groups.graphml --csv
relais communities $DATA/cli/triangle.el --json
