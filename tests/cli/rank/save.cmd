relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais rank b.relais --by pagerank,in_degree --save --top 1
relais rank b.relais --by pagerank,in_degree --save --top 1 --csv --quiet
relais rank $DATA/cli/triangle.el --save
code=$?
relais check b.relais --csv
exit $code
