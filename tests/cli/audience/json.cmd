relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais audience w.relais acme,bob,dan --json --top 2
relais audience w.relais acme,bob --csv --since 2024-01-22 --layers share
