relais datasets list karate
