relais rank $DATA/cli/triangle.el
