printf 'account,label\nann,red\nbob,red\n@cat,red\ndan,red\neve,red\nhal,blue\nida,blue\njon,blue\nzed,green\n' >truth.csv
relais communities $DATA/cli/two_groups.graphml --against truth.csv --top 1 --figures
relais communities $DATA/cli/two_groups.graphml --against truth.csv --json | tail -1
relais communities $DATA/cli/two_groups.graphml --against column:community --csv --top 1 --figures
relais communities $DATA/cli/two_groups.graphml --evaluate truth.csv --against column:community --figures
relais communities $DATA/cli/two_groups.graphml --members --csv --quiet >found.csv
relais communities $DATA/cli/two_groups.graphml --against found.csv --json | tail -1
relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
printf 'MIA\ta\n@luc\ta\nx:103\tb\n' >handles.tsv
relais communities b.relais --against handles.tsv --members
