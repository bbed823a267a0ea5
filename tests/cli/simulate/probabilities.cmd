printf 'a b\nb c\nc a\nd a\n' >g.el
try() { printf "$1" >p.csv; relais simulate g.el --seeds c --probability p.csv --runs 100 --json $2 >out 2>err; echo "$?"; cat err; grep -oE '"(p|probability)":[^,]*|"reach":\{"mean":[0-9.]*' out | head -3; }
try 'source,target,p\nb,c,1\na,b,1\n'
try 'b,c,1\na,b,1\nd,a,1\n' '--p 1'
try 'probability,to,from\n0.5,c,b\n'
try 'b c 1\nz c 1\nc b 1\nq r 0\n'
try 'b,c,1\nb,c,1\n'
try 'b,c,1\nb,c,0.5\n'
try 'b,c,1.5\n'
try 'b,c,1\na,b,-0.1\n'
try 'b,c,1\na,b,many\n'
try 'b,c,1\na,b\n'
try 'b,c\n'
try ''
try 'q,r,1\n'
printf 'source,target,chance\na,b,0.5\n' >p.csv
relais simulate g.el --seeds c --probability p.csv --runs 100 --json --quiet | grep -o '"by_hop".*"by_time"'
printf 'a b 0.25\nb c 0.5\nc a 2\n' >w.el
relais simulate w.el --seeds c --probability column:weight; echo $?
relais simulate w.el --seeds c --probability column:chance; echo $?
printf 'a b 1\nb c 0.5\n' >w.el
relais simulate w.el --seeds c --probability column:weight --runs 10 --quiet
