graph [
  multigraph 1
  node [
    id 0
    label "900719925474099345"
    followers 1700000000005428521
    verified 1
    score 0.5
  ]
  node [
    id 1
    label "Ana &#34;la jefa&#34; &#128526; &Eacute;lan &unknown; &amp;lt;"
    bio "two
lines"
    score NAN
    meta [
      deep [ deeper [ x 1 ] ]
    ]
  ]
  node [
    id 2
    label "007"
    score -1.5e-3
  ]
  edge [
    source 0
    target 1
    key 0
    kind "share"
    weight 2
  ]
  edge [
    source 0
    target 1
    key 1
    kind "mention"
  ]
  edge [
    source 2
    target 0
    key 0
    kind "share"
    weight 0.25
  ]
  directed 1
]
