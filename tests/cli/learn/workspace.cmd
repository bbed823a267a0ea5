s=$DATA/../../datasets/sample
relais ingest s.relais $s/x_followers.jsonl $s/posts.jsonl.gz $s/bluesky*.json* $s/mastodon*.json $s/follows.csv --quiet >/dev/null 2>&1
relais learn s.relais
relais learn s.relais --method em --prior 5 --window 6h --csv --quiet
relais learn s.relais --method bernoulli --since 2024-01-01 --json --quiet | grep -oE '^\{"method"[^{]*"explained"|"unchecked":.*'
relais simulate s.relais --seeds $(sed -n 2p <(relais rank s.relais --csv --quiet | cut -d, -f2)) --runs 200 --quiet | grep probabilities
relais check s.relais
