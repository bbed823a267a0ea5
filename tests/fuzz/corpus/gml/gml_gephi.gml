Creator "Gephi"
Version 1
# edges before nodes, ids that no double holds, one of them with a plus
graph [ directed 0
 edge [ id 0 source 9007199254740993 target 9007199254740992 value 3.0 ]
 edge [ id 1 source +9007199254740995 target 9007199254740993 value 1.0 fill "#ff0000" ]
 node [ id 9007199254740993 label "Zoé Dupré" graphics [ x -12.5 y 3.25 z 0.0 w 10.0 h 10.0 d 10.0 fill "#80FF01" ] ]
 node [ label "" id 9007199254740992 graphics [ fill "red" x 1 y 2 ] ]
 node [ id 9007199254740995 label "Zoé Dupré" ]
]
graph [ node [ id 1 ] ]
