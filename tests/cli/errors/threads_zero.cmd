relais formats --threads 0
