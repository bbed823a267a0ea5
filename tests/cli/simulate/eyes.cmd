g=$DATA/cli/two_groups.graphml
relais simulate $g --seeds ann,bob --runs 500
relais simulate $g --seeds ann --model lt --deadline 1 --runs 500 --top 2
relais simulate $g --seeds ann --delay 2h --within 1d --runs 500 --probability uniform --p 0.4 --top 1
relais simulate $g --seeds ann --rivals dan --runs 500 --probability trivalency --top 1
relais simulate $g --seeds ann --runs 1 --probability uniform --p 1
