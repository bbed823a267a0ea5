g=$DATA/cli/two_groups.graphml
relais ambassadors $g --count 1 --audience-by 'community:1=2,*=0' --quiet
printf 'column,value,weight\ncommunity,1,2\n*,*,0\n' >columns.csv
relais ambassadors $g --count 1 --audience columns.csv --csv --quiet | cut -d, -f 1-5
printf 'account,weight\nkim,100\n' >accounts.csv
relais ambassadors $g --count 1 --audience accounts.csv --csv --quiet | cut -d, -f 1-5
printf 'community,7,2\n' >none.csv
relais ambassadors $g --count 1 --audience none.csv --quiet
printf 'kim,many\n' >many.csv
relais ambassadors $g --count 1 --audience many.csv --quiet
relais ambassadors $g --count 1 --audience-by 'community=2' --quiet
relais ambassadors $g --count 1 --audience-by '*=0' --quiet
