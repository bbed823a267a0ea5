relais convert $DATA/cli/triangle.el t.gexf --compress
