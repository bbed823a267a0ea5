relais rank $DATA/cli/two_groups.graphml --by katz --top 0
