relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais rank b.relais --compare run:latest
relais rank b.relais --by pagerank,in_degree --save --top 1 --quiet >/dev/null
relais rank b.relais --by in_degree --layers mention --compare run:latest --top 2
relais rank b.relais --by in_degree --compare run:7
relais rank $DATA/cli/triangle.el --compare run:latest
