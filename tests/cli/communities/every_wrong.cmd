relais ingest w.relais $DATA/cli/months.csv --quiet >/dev/null
relais communities w.relais --every moth
relais communities w.relais --every month --window soon
relais communities w.relais --every month --save
relais communities w.relais --window all
relais communities $DATA/cli/triangle.el --every month
relais communities w.relais --every month --min-size 0
