relais rank $DATA/cli/two_groups.graphml --by harmonic --top 0
