for how in none max minmax sum zscore percentile; do relais rank $DATA/cli/two_groups.graphml --by in_strength,constraint --normalize $how --csv --top 3; done
relais rank $DATA/cli/two_groups.graphml --normalize maximum
