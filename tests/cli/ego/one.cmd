relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais ego w.relais @acme
