relais convert $DATA/cli/triangle.el t.rgraph && relais rank t.rgraph --top 2 && relais convert t.rgraph - --format dot --quiet
