cat >g.graphml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="h" for="node" attr.name="handle" attr.type="string"/>
  <key id="p" for="node" attr.name="platform" attr.type="string"/>
  <key id="n" for="node" attr.name="name" attr.type="string"/>
  <key id="f" for="node" attr.name="followers" attr.type="long"/>
  <graph edgedefault="directed">
    <node id="x:1"><data key="h">anna</data><data key="p">x</data><data key="n">=HYPERLINK("http://bad.example","Anna")</data><data key="f">12000</data></node>
    <node id="mastodon:b"><data key="h">bob@piaf.example</data><data key="p">mastodon</data><data key="n">Zoé, "la vraie"</data></node>
    <node id="x:3"><data key="h">-carl</data><data key="p">bluesky</data><data key="n">@SUM(A1)</data></node>
    <node id="x:4"/>
    <edge source="x:4" target="x:1"/>
    <edge source="x:3" target="mastodon:b"/>
  </graph>
</graphml>
X
printf 'x:1,100\nx:3,12.5\n' >costs.csv
relais ambassadors g.graphml --count 3 --costs costs.csv --shortlist list.csv --quiet --csv | cut -d, -f 2-3
cat list.csv
relais ambassadors g.graphml --count 1 --shortlist nowhere/list.csv --quiet --csv | cut -d, -f 2-3
