relais rank $DATA/cli/two_groups.graphml --by betweenness,in_degree,constraint --explain --top 3
