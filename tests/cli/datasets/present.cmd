printf '1 2\n' >pair.txt
cat >own.json <<'JSON'
{"version": 1, "datasets": [{"name": "pair", "title": "one edge", "format": "edgelist", "read": "relais rank pair.txt",
 "files": [{"name": "pair.txt", "address": "https://x.invalid/pair.txt", "bytes": 4,
            "sha256": "97dbd7a5e3b6dd2c1ff92dcd0b1f9ca1d8b1f3ac5c6c1f7d3a3d3a7b9d5a5d11"}]}]}
JSON
relais datasets fetch pair --catalogue own.json
sed "s/97dbd[0-9a-f]*/$(sha256sum pair.txt | cut -d' ' -f1)/" own.json >right.json
relais datasets fetch pair --catalogue right.json --csv
