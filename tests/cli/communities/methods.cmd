for method in leiden louvain label-propagation infomap walktrap given; do
  relais communities $DATA/cli/two_groups.graphml --method $method --json | tail -1
done
relais communities $DATA/cli/two_groups.graphml --undirected --unweighted --csv --figures
relais communities $DATA/cli/two_groups.graphml --method given --figures
relais communities $DATA/cli/triangle.el --method given
seq 1 20001 | sed 's/$/ 0/' >star.el
relais communities star.el --method walktrap
