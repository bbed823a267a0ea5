relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null; relais info b.relais --lang fr
