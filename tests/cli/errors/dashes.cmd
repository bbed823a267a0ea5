relais rank -- --top
