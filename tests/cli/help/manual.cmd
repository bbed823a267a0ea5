relais manual check
