relais rank $DATA/cli/two_groups.graphml --by constraint,pagerank --csv --top 0 >then.csv
relais rank $DATA/cli/two_groups.graphml --by constraint --compare then.csv --top 2 --csv
