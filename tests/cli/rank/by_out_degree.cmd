relais rank $DATA/cli/two_groups.graphml --by out-degree --top 0
