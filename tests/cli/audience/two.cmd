relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais audience w.relais acme,bob,dan
