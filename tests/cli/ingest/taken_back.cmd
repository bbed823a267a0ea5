golden=$DATA/ingest/golden
relais ingest x.relais $golden/x_v2_pages.jsonl --quiet >/dev/null 2>&1
relais ingest x.relais $golden/x_v1_posts.jsonl --quiet >/dev/null 2>&1
relais info x.relais | grep -E '^(posts|accounts|interactions) '
printf '{"id":"2001","action":"delete"}\n{"id":"2003","action":"delete"}\n' >tweets_compliance.jsonl
printf '{"id":"9007199254740993","action":"delete"}\n' >users_compliance.jsonl
printf '{"delete":{"status":{"id_str":"2002"}}}\n{"limit":{"track":5}}\n' >stream.jsonl
relais ingest x.relais tweets_compliance.jsonl users_compliance.jsonl stream.jsonl
relais ingest x.relais $golden/x_v2_pages.jsonl --again --quiet >/dev/null 2>&1
relais info x.relais | grep -E '^(posts|accounts|interactions) '
