relais rank $DATA/cli/two_groups.graphml --by local-bridges --top 0
