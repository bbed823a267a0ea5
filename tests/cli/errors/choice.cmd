relais export x -o y.gexf --gexf 1.4
