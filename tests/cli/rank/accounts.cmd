relais rank $DATA/cli/two_groups.graphml --by betweenness,reach --accounts jon,eve --explain
relais rank $DATA/cli/two_groups.graphml --by reach --accounts jon,eve --csv
