relais communities $DATA/cli/lonely.graphml
relais communities $DATA/cli/triangle.el
echo "1 1" >loop.el
relais communities loop.el
echo "1 2" | relais communities - --members --csv
relais communities nowhere.el
relais communities $DATA/cli/triangle.el --method leidn
relais communities $DATA/cli/triangle.el --quality size
relais communities $DATA/cli/triangle.el --resolution -1
