relais ingest a.relais "$DATA/cli/posts.jsonl" "$DATA/cli/follows.csv" --quiet >/dev/null 2>&1
relais card a.relais
relais card a.relais --brand acme --by brand_share --top 2
