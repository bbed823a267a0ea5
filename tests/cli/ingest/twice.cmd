relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null; relais ingest b.relais $DATA/cli/posts.jsonl
