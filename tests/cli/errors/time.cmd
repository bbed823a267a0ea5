relais rank x --since yesterday
