relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais communities b.relais --top 2
relais communities b.relais --top 1 --json
