#!/usr/bin/env bash
# The bench program verifies every kernel on small graphs, prints lines that parse, and enters peers given by command. Nothing
# is said about times. usage: bench.sh SOURCE-DIR BUILD-DIR ...
set -u
bench=$2/bench/bench_kernels table=$2/bench/bench_table bad=0
fail() { echo "$1"; bad=1; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8

"$bench" --list >kernels
# A peer whose time is known, and peers that say as their time how many lines they were given.
"$bench" --graph k10u,k10,k10uw,lfr10 --runs 1 --table table.md \
  --peer "half:pagerank=printf 'Trial Time: 0.25\nTrial Time: 0.5\nTrial Time: 9\nAverage Time: 3\n'" \
  --peer 'pairs:degree=awk "END { print \"Average Time: \" NR }" {el}' \
  --peer 'matrix:degree=awk "END { print \"Average Time: \" NR - 2 }" {mtx}' \
  --peer 'words:components=echo "took $OMP_NUM_THREADS of {threads} on {graph}{undirected: both ways}" | tee -a said' \
  --seconds 'words=took ([0-9]+) of' >lines.jsonl 2>err || { fail "exit $?"; cat err; }

python3 - <<'EOF' || bad=1
import json
lines = [json.loads(line) for line in open("lines.jsonl")]
machine = [l for l in lines if "machine" in l]
graphs = {l["graph"]: l for l in lines if "graph" in l}
results = [l for l in lines if "what" in l]
triad = {t["threads"]: t["bytes_per_second"] for t in machine[0]["triad"]}
assert len(machine) == 1 and set(triad) == {1, 2} and min(triad.values()) > 1e8, machine
assert set(graphs) == {"k10u", "k10", "k10uw", "lfr10"}, graphs
own = {(r["input"], r["what"], r["threads"]): r for r in results if r["by"] == "relais"}
assert {k[1] for k in own} == set(open("kernels").read().split()), "a kernel was not measured"
for key, r in own.items():
    assert "WRONG" not in r["answer"] and r["answer"].endswith("same bytes"), r
    whole = graphs[r["input"]]["bytes"]
    assert r["graph_bytes"] < whole if r["what"].endswith("-packed") else r["graph_bytes"] == whole, r
    assert r["seconds"] > 0 and r["runs"] == 1, r
    if "of_triad" in r:
        assert abs(r["of_triad"] * r["seconds"] * triad[r["threads"]] / r["traffic_bytes"] - 1) < 1e-6, r
assert any("of_triad" in r for r in own.values()) and any(r["by"] == "igraph" for r in results)
for r in results:
    if r["by"] in ("half", "pairs", "matrix"):
        mine = own[r["input"], r["what"], r["threads"]]["seconds"]
        assert abs(r["slower"] * mine / r["seconds"] - 1) < 1e-6, r
    if r["by"] == "half":
        assert (r["seconds"], r["fastest"], r["slowest"], r["runs"]) == (0.5, 0.25, 9, 3), r
    if r["by"] in ("pairs", "matrix"):
        assert r["seconds"] == graphs[r["input"]]["edges"], r
    if r["by"] == "words":
        assert r["seconds"] == r["threads"], r
assert sum(r["by"] == "half" for r in results) == 8 and sum(r["by"] == "matrix" for r in results) == 8
EOF
[ "$(sort -u said | paste -sd'|')" = 'took 1 of 1 on k10|took 1 of 1 on k10u both ways|took 1 of 1 on k10uw both ways|took 1 of 1 on lfr10 both ways|took 2 of 2 on k10|took 2 of 2 on k10u both ways|took 2 of 2 on k10uw both ways|took 2 of 2 on lfr10 both ways' ] ||
  fail "what the peer was told: $(cat said)"
# The matrix as others read it: its header, one-based, the lower triangle.
head -n 2 k10u.mtx | tr '\n' ' ' | grep -q '^%%MatrixMarket matrix coordinate pattern symmetric 1024 1024 [0-9]* $' || fail "k10u.mtx begins with $(head -n 2 k10u.mtx)"
awk 'NR > 2 && !($1 > $2 && $2 >= 1 && $1 <= 1024)' k10u.mtx | grep -q . && fail 'k10u.mtx: not the lower triangle'

# The table: a row a kernel, the peer with its ratio; the same out of the lines alone.
grep -q '^| kernel | 1 thread | 2 threads | M edges/s | bytes/edge | of triad |.* igraph, 1 thread |.* half, 2 threads |.* answer |$' table.md ||
  fail "heading: $(grep '^| kernel' table.md)"
[ "$(grep -c '^| pagerank |.* 0.500 s (.*x) |' table.md)" = 4 ] || fail "rows of pagerank: $(grep '^| pagerank |' table.md)"
"$table" lines.jsonl | cmp - table.md || fail 'the table of the lines differs'
{ cat lines.jsonl; echo '{"what":'; } | "$table" >/dev/null 2>err
[ $? = 3 ] && grep -q '^bench_table: line [0-9]*: expected a JSON object$' err || fail "a broken line: $(cat err)"

# What goes wrong is said; the rest is measured all the same.
refuse() { # EXIT SENTENCE OPTION...
  local code=$1 sentence=$2
  shift 2
  "$bench" --graph k10 --kernel degree,components --threads 1 --runs 1 --no-triad --no-igraph "$@" >out 2>err
  local got=$?
  [ $got = "$code" ] || fail "$*: exit $got"
  grep -qF "bench_kernels: $sentence" err || fail "$*: $(cat err)"
}
refuse 3 "peer 'mute': no line of its output says seconds" --peer 'mute:degree=echo done'
grep -q '"what":"components"' out || fail 'one failure ended the rest'
refuse 4 "'exit 7' ended with 7" --peer 'sick:degree=exit 7'
refuse 2 "{metis}: graph 'k10' is directed" --peer 'metis:degree=cat {metis}'
refuse 2 "option '--peer': 'nothing' is not NAME:KERNEL=COMMAND" --peer nothing
refuse 2 "option '--peer': no kernel 'fame', see --list" --peer 'x:fame=true'
refuse 2 "option '--seconds': 'y=(.*)' is not NAME=REGEX of a peer before it" --seconds 'y=(.*)'
refuse 2 "option '--kernel': no kernel 'fame', see --list" --kernel degree,fame
refuse 2 "graph 'k99': expected one like k20, k20u, k16uw, lfr or campaign" --graph k99
"$bench" --graph k10u --kernel betweenness,degree --threads 1 --runs 1 --no-triad --no-igraph >out 2>err || fail "without igraph: exit $?"
grep -q '^betweenness on k10u: left out, as only igraph verifies it$' err && ! grep -q '"what":"betweenness"' out ||
  fail "without igraph: $(cat err)"
refuse 2 "option '--runs': '0' is not a number from 1 to 99" --runs 0
exit $bad
