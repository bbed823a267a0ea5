relais rank $DATA/cli/two_groups.graphml --by betweeness
