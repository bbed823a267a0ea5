relais ingest b.relais $DATA/cli/posts.jsonl --quiet >/dev/null
relais ambassadors b.relais --count 2 --exclude brand --quiet
sqlite3 b.relais "INSERT INTO brand VALUES ('Acme', 1, 'handle', '', '@acme'), ('Acme', 1, 'handle', '', 'acme_shop'), ('Acme', 1, 'keyword', '', 'mia'), ('Rival', 0, 'handle', 'x', 'mia')"
relais ambassadors b.relais --count 2 --csv --quiet | cut -d, -f 1-3
relais ambassadors b.relais --count 2 --exclude brand --csv --quiet | cut -d, -f 1-3
relais ambassadors b.relais --count 1 --exclude brand,competitors --json --quiet | grep -o '"candidates.*"rivals":[0-9]*'
relais ambassadors b.relais --count 1 --exclude brand --include @acme --quiet
relais ambassadors $DATA/cli/two_groups.graphml --count 2 --exclude brand --quiet
