relais rank $DATA/cli/two_groups.graphml --by strength --top 0
