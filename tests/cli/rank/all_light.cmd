relais rank $DATA/cli/triangle.el --min-weight 5 --largest-component --top 1
