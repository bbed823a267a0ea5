relais rank x --damping=-0.1
