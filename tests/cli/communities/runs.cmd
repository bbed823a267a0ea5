relais communities $DATA/cli/two_groups.graphml --runs 10 --figures
relais communities $DATA/cli/two_groups.graphml --runs 10 --method label-propagation --members --csv
relais communities $DATA/cli/two_groups.graphml --runs 3 --resolution 0.4 --json --figures
relais communities $DATA/cli/two_groups.graphml --runs 0
