relais rank $DATA/cli/two_groups.graphml --by hub --top 0
