relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null; relais convert b.relais b.gexf
