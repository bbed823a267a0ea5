relais rank $DATA/cli/two_groups.graphml --by in_strength,betweenness --aggregate borda --bootstrap 50 --top 2 --json
relais rank $DATA/cli/two_groups.graphml --by in_strength --bootstrap 100 --top 3 --resample edges --csv
relais rank $DATA/cli/two_groups.graphml --by in_strength,reach --bootstrap 20 --accounts jon,eve --explain --seed 3
relais rank $DATA/cli/two_groups.graphml --bootstrap 20 --compare $DATA/cli/two_groups.graphml
relais rank $DATA/cli/two_groups.graphml --bootstrap -1
