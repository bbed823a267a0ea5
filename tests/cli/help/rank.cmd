relais help rank
