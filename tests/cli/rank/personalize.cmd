relais rank $DATA/cli/triangle.el --personalize ann --top 3
