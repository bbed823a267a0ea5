g=$DATA/cli/two_groups.graphml
try() { printf "$1" >seeds.txt; relais simulate $g --seeds seeds.txt --runs 10 --json --top 1 --quiet | grep -o '"seeds":\[[^]]*\]'; }
try 'ann\n# a word\n\n bob \nann\n'
try 'rank,account\n1,ann\n2,cat\n'
try 'handle\nann\n'
relais simulate $g --seeds @ann,bob,, --runs 10 --json --top 1 --quiet | grep -o '"seeds":\[[^]]*\]'
echo ann | relais simulate $g --seeds - --runs 10 --json --top 1 --quiet | grep -o '"seeds":\[[^]]*\]'
wrong() { printf "$1" >seeds.txt; relais simulate $g --seeds seeds.txt; echo "$?"; }
wrong 'ann\nbbo\n'
wrong 'ann,1\nbob,2\n'
wrong 'account\n'
wrong 'account,platform\nann\n'
wrong 'ann\n\001\n'
relais simulate $g --seeds nowhere.csv; echo $?
relais simulate $g --seeds nobody; echo $?
relais simulate $g --seeds , ; echo $?
relais simulate $g; echo $?
