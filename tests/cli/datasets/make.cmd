relais datasets make -o campaign --accounts 200 --posts 300 --seed 3
find campaign -type f | sort
cksum <campaign/follows.csv
cksum <campaign/truth/cascades.csv
relais datasets make -o campaign --branching 1
