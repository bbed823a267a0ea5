relais ingest b.relais $DATA/cli/photo.png --quiet 2>/dev/null; relais info b.relais
