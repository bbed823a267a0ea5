relais rank $DATA/cli/two_groups.graphml --by pagerank --json --top 0 >then.json
relais rank $DATA/cli/two_groups.graphml --by betweenness --compare then.json --top 3
relais rank $DATA/cli/two_groups.graphml --by betweenness --compare then.json --top 1 --json
