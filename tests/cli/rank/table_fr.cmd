relais rank $DATA/cli/triangle.el --by in-degree,pagerank --top 2 --lang fr
