relais rank x --top
