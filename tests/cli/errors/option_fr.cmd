relais --lang fr rank x --dampin 0.5
