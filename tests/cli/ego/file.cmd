relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais ego w.relais acme,dan --layers share --direction in -o around.csv --csv
cat around*.csv
relais ego w.relais acme -o - --format dot --hops 0 | grep -v "^//"
relais ego w.relais acme -o around.xyz
