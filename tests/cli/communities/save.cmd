relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais rank b.relais --by participation --quiet
relais communities b.relais --save --top 2 --figures
relais communities b.relais --save --top 2 --csv --quiet --figures
relais communities b.relais --save --top 0 --csv --resolution 3 --figures
relais rank b.relais --by participation --quiet --top 3
relais export b.relais -o - --format graphml | grep -c 'key="community"\|id="community"'
relais check b.relais --csv
relais communities $DATA/cli/triangle.el --save
