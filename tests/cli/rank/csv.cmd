relais rank $DATA/cli/triangle.el --csv --top 3 --by in-strength
