rest='"subreddit":"velo","created_utc":1740823200'
printf '{"id":"s1","author":"Alice","author_fullname":"t2_1","title":"a","selftext":"",%s}\n' "$rest" >RS.jsonl
printf '{"id":"c1","author":"bob","body":"b","parent_id":"t3_s1","link_id":"t3_s1",%s}\n' "$rest" >RC_1.jsonl
printf '{"id":"c2","author":"ALICE","body":"c","parent_id":"t1_c1","link_id":"t3_s1",%s}\n' "$rest" >RC_2.jsonl
printf '{"id":"c3","author":"bob","author_fullname":"t2_2","body":"d","parent_id":"t1_c2","link_id":"t3_s1",%s}\n' "$rest" >RC_3.jsonl
show() {
  relais info "$1" | grep -E '^(accounts|posts|interactions) '
  relais export "$1" -o - --format csv --quiet | cut -d, -f1,2,4 | sort
}
for file in RS RC_1 RC_2 RC_3; do relais ingest forth.relais $file.jsonl --quiet >/dev/null || exit; done
for file in RC_3 RC_2 RC_1 RS; do relais ingest back.relais $file.jsonl --quiet >/dev/null || exit; done
relais ingest at_once.relais RC_2.jsonl RS.jsonl RC_3.jsonl RC_1.jsonl --quiet >/dev/null || exit
for w in forth back at_once; do show $w.relais; done
