relais help --json; relais help version --json
