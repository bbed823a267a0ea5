relais rank $DATA/cli/two_groups.graphml --by participation --top 0
