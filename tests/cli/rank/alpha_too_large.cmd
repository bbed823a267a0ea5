relais rank $DATA/cli/two_groups.graphml --by katz --alpha 2 --max-rounds 50 --top 2
