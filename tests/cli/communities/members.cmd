relais communities $DATA/cli/two_groups.graphml --members
relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais communities b.relais --members --json
