relais ingest b.relais $DATA/cli/photo.png; code=$?; ls; exit $code
