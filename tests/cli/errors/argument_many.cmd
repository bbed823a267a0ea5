relais rank a b
