relais rank $DATA/cli/two_groups.graphml --by closeness --top 0
