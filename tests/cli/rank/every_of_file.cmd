relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais export w.relais -o w.rgraph --quiet
relais rank w.rgraph --every week --by in_degree --csv --top 2
relais rank $DATA/cli/triangle.el --every week
