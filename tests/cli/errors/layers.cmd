relais rank x --layers share,mentoin=2
