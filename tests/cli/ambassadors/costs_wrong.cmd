g=$DATA/cli/two_groups.graphml
printf 'account,cost\nann,5\nbob,-1\n' >negative.csv
relais ambassadors $g --budget 6 --costs negative.csv --quiet
printf 'ann,5\nbob,dear\n' >word.csv
relais ambassadors $g --budget 6 --costs word.csv --quiet
printf 'ann,5\nbobb,2\n' >nobody.csv
relais ambassadors $g --budget 6 --costs nobody.csv --quiet
relais ambassadors $g --budget 6 --costs nobody.csv --skip-unknown --csv | cut -d, -f 1-2
relais ambassadors $g --budget 6 --quiet
relais ambassadors $g --budget 1 --costs nobody.csv --skip-unknown --quiet
relais ambassadors $g --budget 6 --costs nowhere.csv --quiet
