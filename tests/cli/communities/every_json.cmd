relais ingest w.relais $DATA/cli/months.csv --quiet >/dev/null
relais communities w.relais --every month --json
relais communities w.relais --every month --window all --min-size 2 --csv
