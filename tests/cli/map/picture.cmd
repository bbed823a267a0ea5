relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais map b.relais -o map.svg --title 'A < B & C'
xmllint --noout map.svg && grep -o '<svg [^>]*>' map.svg
relais map b.relais -o map.png --width 400 --height 300 --dpi 192 --dark --no-legend --quiet
file map.png
relais map b.relais -o map.pdf --straight --labels 0 --json --quiet
grep -ao 'CreationDate ([0-9]*Z)' map.pdf
ls
