relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --every week
