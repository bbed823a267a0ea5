g=$DATA/cli/two_groups.graphml
relais simulate $g --seeds ann --runs 200 -o reach.csv --csv --quiet >/dev/null; cut -d, -f1,2 reach.nodes.csv | head -3; head -1 reach.nodes.csv
relais simulate $g --seeds ann --runs 200 -o - --format graphml --quiet | grep -c reached_probability
relais simulate $g --seeds ann --runs 200 -o reach.gexf --top 1
