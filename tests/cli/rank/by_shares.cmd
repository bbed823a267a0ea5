relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais rank b.relais --by shares_per_post,share_h_index
relais rank b.relais --by share_h_index --every month --csv --quiet
relais rank b.relais --by share_h_index --layers mention
relais rank $DATA/cli/triangle.el --by share_h_index
relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --by share_h_index --top 2 --csv
