relais ingest $DATA/cli/posts.jsonl b.relais
