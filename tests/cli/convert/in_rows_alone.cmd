relais convert $DATA/cli/triangle.el t.rgraph --in-rows
