relais rank $DATA/cli/two_groups.graphml --by constraint --top 0
