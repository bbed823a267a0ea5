relais rank $DATA/cli/two_groups.graphml --by in_strength --compare $DATA/cli/triangle.el --top 4
relais rank $DATA/cli/two_groups.graphml --by in_strength,core --aggregate borda --compare $DATA/cli/two_groups.graphml --top 1 --json
