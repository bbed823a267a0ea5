for i in $(seq 1 40); do echo "$i $((i * i % 41))"; echo "$i $((i * 7 % 41))"; done >g.el
relais map g.el -o g.svg --top 10 --edges 5 --labels 3 --size in-degree --json | sed 's/"\(x\|y\|width\|height\|community\|communities\)":[0-9.]*/"\1":#/g'
