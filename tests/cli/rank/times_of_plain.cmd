relais rank $DATA/cli/triangle.el --since 2020-01-01
