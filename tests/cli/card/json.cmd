relais ingest a.relais "$DATA/cli/posts.jsonl" "$DATA/cli/follows.csv" --quiet >/dev/null 2>&1
relais card a.relais --json --top 1 --quiet
relais card a.relais --json --top 1 --quiet --policy niche --brand acme
relais card a.relais --csv --top 2 --quiet --policy support --brand acme
