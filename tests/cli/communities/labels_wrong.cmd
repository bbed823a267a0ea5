g=$DATA/cli/two_groups.graphml
try() { printf "$1" >l.csv; relais communities $g --against l.csv --top 1 --figures >out 2>err; echo "$?"; cat err; }
try ''
try 'account,label\n'
try 'zed,1\nyan,2\n'
try 'ann,1\nann,2\n'
try 'ann,1,2\n'
try 'ann,1\nbob\n'
try ',1\n'
try 'ann,"1\nbob,2\n'
try 'ann\0,1\n'
try 'ann,\377\n'
try '# words of a person\n\nann 1\n'
relais communities $g --against nowhere.csv
relais communities $g --against column:colour
printf '{"posts":1}' >x; relais communities $g --evaluate x
