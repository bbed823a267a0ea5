relais ambassadors $DATA/cli/two_groups.graphml --count 2 --runner-ups 1 --json
