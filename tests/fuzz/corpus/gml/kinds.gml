graph
[
 node [ id 1 value "l" ]
 node [ id 2 value "r" ]
 edge [ source 1 target 2 kind "share" ]
 edge [ source 1 target 2 kind "mention" ]
]
