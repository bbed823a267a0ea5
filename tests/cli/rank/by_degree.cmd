relais rank $DATA/cli/two_groups.graphml --by degree --top 0
