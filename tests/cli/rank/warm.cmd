relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais rank w.relais --warm --until 2024-01-24 --save --csv --top 2
relais rank w.relais --warm --csv --top 2
relais rank w.relais --csv --top 2
relais rank w.relais --warm --every week
relais rank $DATA/cli/triangle.el --warm
