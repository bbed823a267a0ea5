g=$DATA/cli/two_groups.graphml
printf 'account,cost\nann,5\nbob,1\neve,3.5\nlou,2\nhal,9\n' >costs.csv
relais ambassadors $g --budget 6 --costs costs.csv
relais ambassadors $g --budget 6 --costs costs.csv --default-cost 1 --csv | cut -d, -f 1-2,14
relais ambassadors $g --count 2 --costs costs.csv --csv | cut -d, -f 1-2,14
relais ambassadors $g --budget 2 --default-cost 1 --csv --quiet | cut -d, -f 1-2
