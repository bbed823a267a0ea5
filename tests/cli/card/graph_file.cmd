relais card "$DATA/cli/two_groups.graphml" --top 3
relais card "$DATA/cli/two_groups.graphml" hal
