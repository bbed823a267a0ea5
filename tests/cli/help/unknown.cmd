relais help rnak
