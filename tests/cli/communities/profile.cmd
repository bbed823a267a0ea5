relais communities $DATA/cli/two_groups.graphml --profile 0.1:4:6
relais communities $DATA/cli/two_groups.graphml --profile 0.1:4:3 --against column:community --json
for range in 1 1: 1:2:1 2:1 0:1 1:2:x a:b 1:2:3:4; do relais communities $DATA/cli/two_groups.graphml --profile $range; done
relais communities $DATA/cli/two_groups.graphml --profile 1:2 --members
relais communities $DATA/cli/two_groups.graphml --profile 1:2 --resolution 3
relais communities $DATA/cli/two_groups.graphml --profile 1:2 --method infomap
