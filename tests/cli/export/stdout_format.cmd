relais export $DATA/cli/triangle.el -o -
