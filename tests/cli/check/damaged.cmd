relais convert $DATA/cli/triangle.el t.rgraph --quiet; size=$(stat -c %s t.rgraph); printf X | dd of=t.rgraph bs=1 seek=$((size - 9)) conv=notrunc 2>/dev/null; relais check t.rgraph
