relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --every day --window 7d --since 2024-01-24 --half-life 1d --by in_strength --csv --top 1
