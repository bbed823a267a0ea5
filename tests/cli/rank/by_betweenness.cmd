relais rank $DATA/cli/two_groups.graphml --by betweenness --top 0
