relais rank x --since 2012
