relais formats
