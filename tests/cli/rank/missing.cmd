relais rank nothing.relais
