printf 'follower,followed,date\n1,2,2024-01-01\n' >f.csv
printf 'from,to,kind,date\n1,2,share,2024-01-03\n1,2,share,2024-01-02\n1,2,share,2024-01-02\n1,2,like,2024-01-02\n2,3,like,\n3,1,like,2024-01-09\n' >acts.csv
relais ingest b.relais f.csv acts.csv --quiet >/dev/null
relais export b.relais -o b.gexf --timestamps
grep -o '<graph [^>]*>\|<node id="[^"]*"[^>]*>\|<edge id="[^"]*" source="[^>]*' b.gexf
relais export b.relais -o - --format gexf --timestamps --merge --since 2024-01-02 --quiet | grep -o '<edge id="[^"]*" source="[^>]*'
relais export b.relais -o b.rgraph --quiet
relais export b.rgraph -o - --format gexf --timestamps --quiet | grep -o '<edge id="[^"]*" source="[^>]*'
relais export b.relais -o b.gexf --timestamps --gexf 1.2 --quiet
relais export b.relais -o b.graphml --timestamps --quiet
relais export b.relais -o b.gexf --timestamps --dynamic --quiet
