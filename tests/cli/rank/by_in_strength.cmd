relais rank $DATA/cli/two_groups.graphml --by in-strength --top 0
