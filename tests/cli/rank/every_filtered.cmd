relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --every month --largest-component --k-core 2 --min-weight 1.5 --csv --top 1
relais rank w.relais --every week --personalize fay --json --top 1
