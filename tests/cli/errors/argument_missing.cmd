relais rank --top 3
