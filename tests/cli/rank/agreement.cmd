relais rank $DATA/cli/two_groups.graphml --by in_strength,pagerank,constraint --agreement --top 5
relais rank $DATA/cli/two_groups.graphml --by in_strength,constraint --agreement --top 0 --json
