# What is wrong is said alone: no notes on how the answer would have been made.
g=$DATA/cli/two_groups.graphml
printf 'account,cost\nann,1\nbob,cheap\n' >bad.csv
printf 'account,cost\nann,9\n' >dear.csv
relais ambassadors $g --count 2 --include anna; echo $?
relais ambassadors $g --count 2 --p 0.1; echo $?
relais ambassadors $g --budget 5 --costs bad.csv; echo $?
relais ambassadors $g --budget 5 --costs dear.csv; echo $?
relais ambassadors $g --count 2 --max-per town=1; echo $?
relais ambassadors $g --count 2 --min-per community:0=2,community:1=1; echo $?
relais simulate $g --seeds ann --group town; echo $?
