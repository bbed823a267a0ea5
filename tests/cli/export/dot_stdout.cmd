relais export $DATA/cli/triangle.el -o - --format dot --quiet
