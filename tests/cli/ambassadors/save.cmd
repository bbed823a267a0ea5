relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais ambassadors b.relais --count 2 --save --csv | cut -d, -f 1-3
relais ambassadors b.relais --count 1 --save -o one.csv --csv --quiet | cut -d, -f 1-3
cut -d, -f 1,16- one.nodes.csv
relais export b.relais -o stored.csv --quiet
head -3 stored.nodes.csv
relais ambassadors b.relais --count 2 --save --csv --quiet | cut -d, -f 1-3
relais check b.relais
