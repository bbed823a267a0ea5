relais rank $DATA/cli/triangle.el --largest-component --k-core 2
