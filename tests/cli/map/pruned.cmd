for i in $(seq 1 40); do echo "$i $((i * i % 41))"; echo "$i $((i * 7 % 41))"; done >g.el
relais map g.el -o g.svg --top 10 --edges 3 --labels 3 --size in-degree --json | sed -n 's/"communities":[0-9]*/"communities":#/p'
relais map g.el -o g.svg --top 10 --edges 3 --labels 3 --csv --quiet | wc -l
