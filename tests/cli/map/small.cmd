for layout in fr kk circle; do
  relais map $DATA/cli/triangle.el -o one.svg --layout $layout --quiet >/dev/null
  relais map $DATA/cli/triangle.el -o two.svg --layout $layout --quiet >/dev/null
  cmp one.svg two.svg && xmllint --noout one.svg && echo $layout
done
for i in $(seq 1 1200); do echo "$i $((i * i % 1201))"; done >g.el
relais map g.el -o g.svg --layout kk
