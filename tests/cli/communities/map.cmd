relais communities $DATA/cli/two_groups.graphml --map map.graphml --quiet --top 1 --csv
cat map.graphml
relais communities $DATA/cli/two_groups.graphml --map map.gexf --figures
grep -c '<node ' map.gexf
relais communities $DATA/cli/two_groups.graphml --map map.xyz
