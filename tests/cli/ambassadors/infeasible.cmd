g=$DATA/cli/two_groups.graphml
relais ambassadors $g --count 3 --min-per community:1=2,community:0=2 --quiet
relais ambassadors $g --count 2 --min-per community:1=2 --max-per community=1 --quiet
relais ambassadors $g --count 4 --max-per community=0 --quiet
relais ambassadors $g --count 2 --min-per community:1=3 --exclude hal --quiet
relais ambassadors $g --count 1 --include ann,bob --quiet
printf 'ann,5\nbob,5\nhal,5\n' >costs.csv
relais ambassadors $g --budget 9 --costs costs.csv --skip-unknown --include ann,bob --quiet
