relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais map b.relais -o one.svg --save --layout linlog --quiet >/dev/null
relais map b.relais -o two.svg --quiet >/dev/null
relais export b.relais -o b.graphml --quiet; grep -c '<data key="x">' b.graphml; grep -c '<node ' b.graphml
relais export b.relais -o c.graphml --layout forceatlas2 --quiet; cmp -s b.graphml c.graphml || echo differ
grep -o '<data key="[xy]">[^<]*' c.graphml | sed 's/.*>//' | awk '{ if ($1 > 5000 || $1 < -5000) far++ } END { print NR, far + 0, "too far" }'
relais map $DATA/cli/triangle.el -o t.svg --save
