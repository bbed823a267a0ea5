relais ingest b.relais $DATA/cli/posts.jsonl $DATA/cli/follows.csv nothing.csv $DATA/cli/photo.png --platform x
code=$?
relais info b.relais
exit $code
