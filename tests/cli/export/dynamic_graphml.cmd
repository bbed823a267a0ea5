relais export $DATA/cli/triangle.el -o t.graphml --dynamic
