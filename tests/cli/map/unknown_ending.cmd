relais map $DATA/cli/triangle.el -o map.jpg
relais map $DATA/cli/triangle.el -o -
