relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais simulate w.relais --seeds @acme --runs 400
relais communities w.relais --save --quiet >/dev/null
relais simulate w.relais --seeds acme --runs 400 --group platform --top 1
relais simulate w.relais --seeds acme --runs 400 --json --quiet --top 1
relais simulate w.relais --seeds acme --probability learned; echo $?
relais simulate w.relais --seeds acme --rivals competitors; echo $?
