relais ingest b.relais
