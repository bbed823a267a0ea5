relais rank $DATA/cli/triangle.el --json --top 2
