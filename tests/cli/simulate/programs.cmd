g=$DATA/cli/two_groups.graphml
relais simulate $g --seeds ann,bob --runs 500 --json
relais simulate $g --seeds ann --runs 200 --csv --delay 1d --group column:community --quiet
relais simulate $g --seeds ann --runs 1 --json --top 1 --quiet --seed 5
relais simulate $DATA/cli/two_circles.el --seeds bob --runs 300 --json --quiet --top 2
