relais rank $DATA/cli/two_groups.graphml --accounts eve,jim
