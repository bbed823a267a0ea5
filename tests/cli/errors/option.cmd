relais rank x --dampin 0.5
