relais rank $DATA/cli/two_groups.graphml --by in-degree --top 0
