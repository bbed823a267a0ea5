relais rank $DATA/cli/two_groups.graphml --by in-degree,authority,eigenvector --max-rounds 2 --top 2
