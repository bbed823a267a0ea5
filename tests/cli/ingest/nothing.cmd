relais ingest b.relais nothing.jsonl; code=$?; ls; exit $code
