relais rank $DATA/cli/triangle.el --layers share
