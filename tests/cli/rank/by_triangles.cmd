relais rank $DATA/cli/two_groups.graphml --by triangles --top 0
