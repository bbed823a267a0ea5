relais ego $DATA/cli/two_groups.graphml ann,hal --direction in --hops 2
relais ego $DATA/cli/two_groups.graphml ann,hal,ann --json
