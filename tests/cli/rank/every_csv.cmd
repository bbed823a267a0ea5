relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --every "10 days" --window all --by in_strength --csv --layers share --until 2024-01-25
