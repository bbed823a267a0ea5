relais rank $DATA/cli/two_groups.graphml --by authority --top 0
