relais rank $DATA/cli/lonely.graphml --by constraint --explain --json
