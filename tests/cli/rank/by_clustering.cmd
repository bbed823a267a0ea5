relais rank $DATA/cli/two_groups.graphml --by clustering --top 0
