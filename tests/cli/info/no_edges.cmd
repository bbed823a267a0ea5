printf 'graph [ directed 1 node [ id 1 ] node [ id 2 ] ]' > none.gml; relais info none.gml --json
printf 'digraph { a -> a; b }' > loop.dot; relais info loop.dot
relais convert loop.dot loop.rgraph 2>/dev/null; relais info loop.rgraph
relais rank loop.dot
