# Nothing to learn from: weighted cascade, and it says so.
printf 'b a\nc a\nc b\n' >g.el
printf 'c a 1\na\n' >against.txt
relais learn g.el --cascades against.txt -o -; echo $?
relais learn g.el --cascades against.txt --json --quiet; echo $?
printf 'source,target,kind,time\nann,bob,follow,\nbob,cat,follow,\n' >f.csv
relais ingest w.relais f.csv --quiet >/dev/null 2>&1
relais learn w.relais; echo $?
relais learn w.relais --json --quiet | cut -d, -f1-5
relais simulate w.relais --seeds @cat --runs 10 --json --quiet | grep -oE '"(probability|fallback)":"[^"]*"'
