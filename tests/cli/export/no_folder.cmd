relais export $DATA/cli/triangle.el -o nowhere/t.graphml
