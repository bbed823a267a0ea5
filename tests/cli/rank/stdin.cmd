relais rank - --top 1 <$DATA/cli/triangle.el
