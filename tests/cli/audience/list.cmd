relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais audience w.relais acme,dan --list acme,dan
relais audience w.relais acme,dan --list acme --only --json
relais audience w.relais acme,dan --list bob
relais audience w.relais acme,dan --only
