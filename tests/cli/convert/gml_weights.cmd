graph() { printf 'graph\n[\n directed 1\n node [ id 1 ]\n node [ id 2 ]\n edge [ source 1 target 2 weight %s ]\n edge [ source 2 target 1 ]\n]\n' "$1" >x.gml; relais convert x.gml - --format edgelist; echo "exit $?"; }
graph 2.5; graph -3; graph '"abc"'; relais convert x.gml - --format graphml --quiet | grep relais_weight
