printf 'a b 3.25\nb c 1\nc a 2\na c 1\n' >x.el; relais convert x.el x.rgraph --quiet
damage() { grep -obUaP '\x00\x00\x50\x40' x.rgraph | cut -d: -f1 | while read -r at; do printf '\x00\x00\xc0\xff' | dd of=x.rgraph bs=1 seek="$at" conv=notrunc status=none; done; }
damage
for by in pagerank strength in-strength participation constraint katz eigenvector authority; do relais rank x.rgraph --by "$by"; echo "exit $?"; done
relais rank x.rgraph --by in-degree --min-weight 1; echo "exit $?"; relais rank x.rgraph --by in-degree; relais check x.rgraph
