g=$DATA/cli/two_groups.graphml
relais ambassadors $g --quiet
relais ambassadors $g --count 11 --quiet
relais ambassadors $g --count 9 --exclude ann,bob --quiet
relais ambassadors $g --count 2 --include anna --quiet
relais ambassadors $g --count 2 --include ann --exclude ann --quiet
printf 'ann\nkimm\n' >list.txt
relais ambassadors $g --count 2 --already list.txt --quiet
relais ambassadors $g --count 2 --already list.txt --skip-unknown --csv | cut -d, -f 1-2
relais ambassadors $g --count 2 --exclude not-observed --quiet
relais ambassadors $g --count 2 --exclude competitors --quiet
relais ambassadors $g --count 2 --max-per community --quiet
relais ambassadors $g --count 2 --max-per town=1 --quiet
relais ambassadors $g --count 2 --min-per community:9=1 --quiet
relais ambassadors $g --count 2 --save --quiet
relais ambassadors $g --count 2 -o picks.doc --quiet
relais ambassadors $g --count 2 --policy nobody --quiet
relais ambassadors $g --count 2 --epsilon 0.7 --quiet
