relais rank x --top 1.5
