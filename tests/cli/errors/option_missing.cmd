relais export x
