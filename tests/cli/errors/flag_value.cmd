relais rank x --largest-component=yes
