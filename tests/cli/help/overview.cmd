relais help
