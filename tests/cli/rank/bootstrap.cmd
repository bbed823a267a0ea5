relais rank $DATA/cli/two_groups.graphml --by in_strength --bootstrap 200 --top 5
