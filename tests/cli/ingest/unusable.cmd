echo '{"event":"ping"}' >ping.jsonl
: >empty.csv
relais ingest b.relais ping.jsonl empty.csv
