relais rank --help --lang fr
