# The same for programs; JSON of any shape by pointers and by a preset.
cd "$DATA/ingest/golden"
relais ingest --explain --json twarc_csv.csv x_v2_bad.jsonl
relais ingest --explain --json json_mapped.jsonl --map author=/user/name,text=/body,time=/when --platform forum
relais ingest --explain json_mapped_edges.json --preset ./json_mapped_preset.json
# A preset that the content tells, where no format fits.
relais ingest --explain 4cat_json.json --platform forum | head -4
