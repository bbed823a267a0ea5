relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --every fortnight
relais rank w.relais --every weke
relais rank w.relais --every day --by pagerank,in_degree
relais rank w.relais --every day --save
relais rank w.relais --every day --window 0d
relais rank w.relais --every day --since 2025-01-01
relais rank w.relais --every day --since 1990-01-01
relais rank w.relais --window all
