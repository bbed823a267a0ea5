relais rank $DATA/cli/two_groups.graphml --by out-strength --top 0
