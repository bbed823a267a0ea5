relais ingest w.relais $DATA/cli/weeks.csv --quiet >/dev/null
relais audience w.relais acme,dam; echo $?
relais audience w.relais acme; echo $?
relais audience w.relais acme,@ACME; echo $?
relais audience w.relais acme,eve,gus --top 1; echo $?
seq 1 22 | sed "s/$/ 99/" >g.el; relais audience g.el $(seq -s, 1 21)
