relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais rank b.relais --by constraint,core --layers mention --save --top 2
relais check b.relais --csv
