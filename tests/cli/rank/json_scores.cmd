relais rank $DATA/cli/triangle.el --json --top 2 --by in-degree,out_degree
