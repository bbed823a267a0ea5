# every kind of picture, byte for byte
for i in $(seq 1 3000); do echo "$i $((i * i % 3001))"; echo "$i $((i % 50))"; done >g.el
for kind in svg png pdf; do
  for threads in 1 2 8; do relais map g.el -o $threads.$kind --threads $threads --iterations 3 --quiet >/dev/null; done
  cmp 1.$kind 2.$kind && cmp 1.$kind 8.$kind && echo $kind
done
