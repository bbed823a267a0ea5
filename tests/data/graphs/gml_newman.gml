Creator "by hand"
# A small network as Newman's collections write it.
graph
[
  directed 1
  node
  [
    id 7
    label "anna"
    value 2
  ]
  node
  [
    id 3
    label "Zo&#233; &amp; co"
    value 1
  ]
  node
  [
    id 9
    label "cleo"
    value 1
  ]
  edge
  [
    source 7
    target 3
    value 2.5
  ]
  edge
  [
    source 9
    target 3
    value 1
  ]
]
