relais rank $DATA/cli/two_groups.graphml --by in_strength --json --top 2 >then.json
relais rank $DATA/cli/two_groups.graphml --by in_strength --compare then.json --top 3 --persistence 0.5
