relais communities $DATA/cli/two_circles.el --overlapping
relais communities $DATA/cli/two_circles.el --overlapping --members --csv
relais communities $DATA/cli/two_circles.el --overlapping --json --method label-propagation
relais communities $DATA/cli/two_circles.el --overlapping --runs 5
relais communities $DATA/cli/two_circles.el --overlapping --every month
relais communities $DATA/cli/two_circles.el --overlapping --method given
