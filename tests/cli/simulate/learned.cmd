s=$DATA/../../datasets/sample
relais ingest s.relais $s/x_followers.jsonl $s/posts.jsonl.gz $s/bluesky*.json* $s/mastodon*.json $s/follows.csv --quiet >/dev/null 2>&1
first=$(sed -n 2p <(relais rank s.relais --csv --quiet | cut -d, -f2))
relais learn s.relais --method em --prior 5 --quiet >/dev/null
relais simulate s.relais --seeds $first --runs 400 --top 3 --group platform
relais simulate s.relais --seeds $first --runs 400 --probability learned --layers share --p 0 --top 1 --json --quiet | grep -oE '"probability":"[^"]*","fallback":[^,]*,"p":[^,]*'
relais simulate s.relais --seeds $first --runs 400 --within 1d --json --quiet | grep -oE '"within":[^,]*'
relais simulate s.relais --seeds $first --runs 400 --deadline 2 --json --quiet | grep -oE '"delay":[^,]*|"by_time":[^,]*'
