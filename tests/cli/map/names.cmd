# no box of a name overlaps another, whatever the room
for i in $(seq 1 60); do echo "account_number_$i account_number_$((i * i % 61))"; echo "account_number_$i account_number_$((i % 5))"; done >g.el
for size in '--width 300 --height 250' '--width 900 --height 700'; do
  relais map g.el -o g.svg --labels 60 $size --csv --quiet | awk -F, 'NR > 1 { x[NR] = $4; y[NR] = $5; w[NR] = $6; h[NR] = $7 }
    END { for (i in x) for (j in x) if (i < j && x[i] < x[j] + w[j] && x[j] < x[i] + w[i] && y[i] < y[j] + h[j] && y[j] < y[i] + h[i]) bad++
          print (NR > 3 ? "names" : "no names"), bad + 0, "overlap" }'
done
