g=$DATA/cli/two_groups.graphml
relais ambassadors $g --count 3 --max-per community=1 --csv --quiet | cut -d, -f 1-2
relais ambassadors $g --count 3 --min-per community:1=2 --quiet
relais ambassadors $g --count 3 --include jon --exclude ann --already bob --quiet
printf 'lou\n' >staff.txt
relais ambassadors $g --count 2 --exclude staff.txt,@eve,ann --csv --quiet | cut -d, -f 1-2
relais ambassadors $g --count 2 --fair community --csv --quiet | cut -d, -f 1-2
relais ambassadors $g --count 2 --rivals ann --csv --quiet | cut -d, -f 1-2
relais ambassadors $g --count 2 --model lt --deadline 1 --json | grep -o '"influence".*"asked"'
