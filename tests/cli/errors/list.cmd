relais rank x --by pagerunk
