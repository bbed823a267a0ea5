relais rank x --damping 2
