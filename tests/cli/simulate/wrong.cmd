g=$DATA/cli/two_groups.graphml
try() { relais simulate $g --seeds ann "$@"; echo "$?"; }
try --probability uniform
try --p 0.1
try --probability trivalency --p 0.1
try --probability learnt
try --probability nowhere.csv
try --probability learned
try --within 1d
try --deadline 2 --delay 1h
try --rivals bob --delay 1h
try --rivals bob --model lt
try --rivals bbo
try --rivals competitors
try --model ci
try --p 2
try --runs 0
try --group colour
try -o reach.xyz
