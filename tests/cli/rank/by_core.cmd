relais rank $DATA/cli/two_groups.graphml --by core --top 0
