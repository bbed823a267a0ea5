relais rank $DATA/cli/two_groups.graphml --by reach --top 0
