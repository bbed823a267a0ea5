cp "$DATA/ingest/golden/linkedin_capture.jsonl" .
relais ingest --explain linkedin_capture.jsonl
relais ingest --explain linkedin_capture.jsonl --json | tr ',' '\n' | grep time_error
relais ingest --explain "$DATA/ingest/golden/instagram_users.json" --quiet
printf '{"source_platform":"9gag.com","data":{"id":"1"}}\n' >capture.ndjson
relais ingest brand.relais capture.ndjson
