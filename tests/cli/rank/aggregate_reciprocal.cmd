relais rank $DATA/cli/two_groups.graphml --by in_degree,betweenness,constraint --aggregate reciprocal --json --top 3
