printf '{"version": 1, "filters": {"audience": {"min": 2}}, "weights": {"pagerank": 1}}' >mine.json
relais card "$DATA/cli/two_groups.graphml" --policy mine.json
relais card "$DATA/cli/two_groups.graphml" --policy mine.json --allowed --quiet
printf '{"version": 1, "filters": {"audience": {"min": "two"}}}' >wrong.json
relais card "$DATA/cli/two_groups.graphml" --policy wrong.json
echo "exit: $?"
printf '{"version": 1, "wieghts": {}}' >wrong.json
relais card "$DATA/cli/two_groups.graphml" --policy wrong.json
echo "exit: $?"
printf '{"version": 1, "weights": {"page_rank": 1}}' >wrong.json
relais card "$DATA/cli/two_groups.graphml" --policy wrong.json
