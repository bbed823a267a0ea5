relais rank $DATA/cli/two_groups.graphml --by reciprocity --top 0
