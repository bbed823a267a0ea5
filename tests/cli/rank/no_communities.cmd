relais rank $DATA/cli/triangle.el --by participation
