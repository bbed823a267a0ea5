# What would be made of files, without a workspace: a table that a preset knows, a packed capture, a graph file.
gzip -c "$DATA/ingest/golden/mastodon_timeline.json" >statuses.json.gz
printf 'graph [\n node [ id 1 ]\n node [ id 2 ]\n edge [ source 1 target 2 ]\n]\n' >net.gml
relais ingest --explain "$DATA/ingest/golden/twarc_csv.csv" statuses.json.gz net.gml
ls
