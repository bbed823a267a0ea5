relais
