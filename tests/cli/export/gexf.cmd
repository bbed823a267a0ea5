relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais export b.relais -o b.gexf --dynamic --top 3 --by in-degree
grep -o '<graph [^>]*>\|<node id="[^"]*"\|<edge id="[^"]*" source="[^"]*" target="[^"]*" kind="[a-z]*"' b.gexf
