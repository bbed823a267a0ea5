relais rank $DATA/cli/two_groups.graphml --by component-size --top 0
