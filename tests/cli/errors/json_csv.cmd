relais formats --json --csv
