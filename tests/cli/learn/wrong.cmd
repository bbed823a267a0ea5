printf 'b a\nc a\n' >g.el
printf 'a b 1\n' >some.txt
try() { relais learn "$@"; echo $?; }
try g.el
try g.el --test some.txt
try g.el --cascades nowhere.txt
printf 'x y 1\n' >strangers.txt; try g.el --cascades strangers.txt
printf 'a b\n' >bad.txt; try g.el --cascades bad.txt
printf 'a b 1\na b one\na,1 b\na x 1\n' >half.txt; try g.el --cascades half.txt
try g.el --cascades some.txt --method best-of-all
try g.el --cascades some.txt --prior -1
try g.el --cascades some.txt -o nowhere/p.csv
printf '3 4\n0 1\n1 2\n2 0\n0 2\n' >heading.el; printf '1 0 5\n' >c.txt; relais learn heading.el --cascades c.txt
printf 'a b\na c\n' >round.el; try round.el --cascades some.txt
