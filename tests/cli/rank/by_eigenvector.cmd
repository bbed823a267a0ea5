relais rank $DATA/cli/two_groups.graphml --by eigenvector --top 0
