# Tables that no preset knows: a title above, a code page, columns that are not read, rows that are refused; and --map.
printf 'Export of May\n\nauteur;texte;date;humeur\n@zo\xe9;"\xe9t\xe9 @yan";03/05/2023 10:00;bien\n;rien;03/05/2023 10:01;\n@yan;non;jamais;\n@yan;merci;04/05/2023;\n' >mai.csv
relais ingest --explain mai.csv --platform x
relais ingest --explain mai.csv --map author=humeur,text=texte
printf '1 2 1300000000\n2 2 1300000001\n3 1 x\n' >acts.txt
relais ingest --explain acts.txt
relais ingest --explain none.csv acts.txt --json
