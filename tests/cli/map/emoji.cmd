printf 'Zoé🌴 b\nb 🎉\n' >g.el
relais map g.el -o g.svg --csv --quiet | cut -d, -f1
xmllint --noout g.svg && echo well-formed
