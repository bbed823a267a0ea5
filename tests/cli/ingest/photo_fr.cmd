relais ingest b.relais $DATA/cli/photo.png --lang fr
