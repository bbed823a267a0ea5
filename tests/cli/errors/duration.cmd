relais rank x --half-life 30
