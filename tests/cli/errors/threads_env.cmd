RELAIS_THREADS=many relais formats
