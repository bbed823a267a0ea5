relais rank $DATA/cli/triangle.el --personalize @amn
