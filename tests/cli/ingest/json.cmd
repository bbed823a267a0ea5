relais ingest b.relais $DATA/cli/posts.jsonl --json; relais info b.relais --json
