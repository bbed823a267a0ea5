relais ingest a.relais "$DATA/cli/posts.jsonl" "$DATA/cli/follows.csv" --quiet >/dev/null 2>&1
relais card a.relais x:102 x:103 --brand acme --policy awareness
