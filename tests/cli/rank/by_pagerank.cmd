relais rank $DATA/cli/two_groups.graphml --by pagerank --top 0
