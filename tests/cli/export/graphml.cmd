relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais export b.relais -o b.graphml --title Acme
sed -n '/<desc>/,/<key/p; /<key id="\(pagerank\|in_degree\|out_degree\|component\|layer\|first_time\)"/p; /<node id="x:103"/p; /label="share"/p' b.graphml
