# A frame as "zstd --long=31" makes it, which is how dumps of Reddit come: a window of 2 GiB, here with one block that is
# stored as it is.
line='{"id":"s1","author":"Alice","title":"a","selftext":"u/bob et u/carol ont vu cela hier au bord de la rivi\303\250re, dit-on","subreddit":"velo","created_utc":1740823200,"num_comments":0,"is_self":true}'
body=$(printf "$line\n." ); body=${body%.}
size=$(printf %s "$body" | wc -c)
header=$(printf '\\%03o\\%03o\\%03o' $(((size * 8 + 1) & 255)) $(((size * 8 + 1) >> 8 & 255)) 0)
{ printf '\050\265\057\375\000\250'"$header"; printf %s "$body"; } >RS_2025-03.zst
relais ingest r.relais RS_2025-03.zst
