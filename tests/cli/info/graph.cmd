relais info $DATA/cli/triangle.el; relais info $DATA/cli/triangle.el --json
