relais rank $DATA/cli/two_groups.graphml --by in-degree,pagerank,authority --max-rounds 2 --top 2
