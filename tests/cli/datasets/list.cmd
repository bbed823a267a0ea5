relais datasets --csv | cut -d, -f1 | sort
