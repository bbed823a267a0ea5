relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais ego w.relais acne; echo $?
relais ego w.relais , ; echo $?
relais ego w.relais acme --hops 21; echo $?
relais ego w.relais acme --direction inn
