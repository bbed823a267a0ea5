relais rank x -q
