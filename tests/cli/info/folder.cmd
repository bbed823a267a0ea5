mkdir d; relais info d
