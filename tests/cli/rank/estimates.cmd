relais-generate rmat --scale 17 --edge-factor 4 -o k17.el >/dev/null 2>&1
relais rank k17.el --by betweenness,harmonic --explain --top 2 --json --precision 5
relais rank k17.el --by betweenness --epsilon 0.2 --delta 0.5 --top 1 --csv
