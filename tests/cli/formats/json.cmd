relais formats --json
