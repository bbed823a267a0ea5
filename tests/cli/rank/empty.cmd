: >empty; relais rank empty
