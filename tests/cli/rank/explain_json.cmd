relais rank $DATA/cli/two_groups.graphml --by pagerank,in_degree --explain --top 1 --json
relais rank $DATA/cli/two_groups.graphml --by in_degree --explain --top 1 --csv
