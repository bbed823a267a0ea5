relais ambassadors $DATA/cli/two_groups.graphml --count 3
relais ambassadors $DATA/cli/two_groups.graphml --count 3 --csv --quiet
relais ambassadors $DATA/cli/triangle.el --count 1 --quiet
echo "1 2" | relais ambassadors - --count 1 --quiet
