relais ambassadors --help
