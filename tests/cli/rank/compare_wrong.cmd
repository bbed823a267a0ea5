printf 'rank,account,score\n1,ann,2\n2,bob\n' >a.csv
printf 'rank,account,score\n1,ann,2\n2,ann,1\n' >b.csv
printf '{"rank":1,"account":"ann","score":1}\n{"rank":0,"account":"bob","score":1}\n' >c.json
printf '{"rank":1,"account":"ann","score":1}\n{"rank":2,' >d.json
printf 'rank,account,handle\n1,ann,\n' >e.csv
printf 'rank,account,score\n1,nobody,2\n' >f.csv
for other in a.csv b.csv c.json d.json e.csv f.csv nothing.csv; do
  relais rank $DATA/cli/two_groups.graphml --compare $other
  echo "$?"
done
relais rank $DATA/cli/two_groups.graphml --compare a.csv --explain
relais rank $DATA/cli/two_groups.graphml --agreement
