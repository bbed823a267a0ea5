relais ingest w.relais $DATA/cli/months.csv --quiet >/dev/null
relais communities w.relais --every month
relais communities w.relais --every month --top 2 --members | head -8
