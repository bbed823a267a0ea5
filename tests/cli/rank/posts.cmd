relais rank $DATA/cli/posts.jsonl
