"""Random graphs written by this script as METIS, Matrix Market and in the forms of JSON, read by relais and compared:
every vertex, every edge with its weight. Usage: graph_files_numbers.py PROGRAM SCRATCH"""

import csv
import json
import os
import random
import subprocess
import sys

program, scratch = sys.argv[1:3]
ROUNDS = 3
read = 0


def convert(path):
    out = os.path.join(scratch, "out.csv")
    run = subprocess.run([program, "convert", path, out, "--quiet"], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{path}: exit {run.returncode}: {run.stderr}")
    nodes = [row["Id"] for row in csv.DictReader(open(out[:-4] + ".nodes.csv"))]
    edges = {}
    for row in csv.DictReader(open(out[:-4] + ".edges.csv")):
        ends = (row["Source"], row["Target"])
        edges[ends if row["Type"] == "Directed" else tuple(sorted(ends))] = float(row["Weight"])
    return nodes, edges


def check(path, nodes, edges):
    """edges: by their ends, or by sorted ends when they have no direction."""
    global read
    read += 1
    found = convert(path)
    if (sorted(found[0]), found[1]) != (sorted(nodes), edges):
        print(open(path).read()[:3000])
        sys.exit(f"{path}: only here {sorted(set(edges.items()) - set(found[1].items()))[:5]}, "
                 f"only in relais {sorted(set(found[1].items()) - set(edges.items()))[:5]}, {len(nodes)} and {len(found[0])} vertices")


def undirected(edges):
    sums = {}
    for (a, b), w in edges.items():
        pair = tuple(sorted((a, b)))
        sums[pair] = sums.get(pair, 0) + w
    return sums


def metis(rng, n, edges):
    """fmt 0, 1, 11, 111: without weights, with those of edges, of vertices, of sizes."""
    pairs = {}
    for (a, b), w in edges.items():
        pairs[min(a, b), max(a, b)] = w
    for fmt in ("", "1", "011", "111 2"):
        path = os.path.join(scratch, "a.graph")
        lines = [[] for _ in range(n)]
        for (a, b), w in pairs.items():
            entry = [f" {w}"] if "1" in fmt else [""]
            lines[a].append(f"{b + 1}{entry[0]}")
            lines[b].append(f"{a + 1}{entry[0]}")
        front = {"": "", "1": "", "011": "7 ", "111 2": "3 1 2 "}[fmt]
        with open(path, "w") as out:
            out.write(f"% {n} vertices\n{n} {len(pairs)} {fmt}\n")
            for line in lines:
                out.write(rng.choice(["", "% between\n"]) + front + rng.choice([" ", "\t"]).join(line) + rng.choice(["", " "]) + "\n")
        check(path, [str(v + 1) for v in range(n)],
              {tuple(sorted((str(a + 1), str(b + 1)))): w if "1" in fmt else 1 for (a, b), w in pairs.items()})


def matrix(rng, n, edges):
    names = [str(v + 1) for v in range(n)]
    named = {(str(a + 1), str(b + 1)): w for (a, b), w in edges.items()}
    path = os.path.join(scratch, "a.mtx")

    def write(kind, sizes, entries):
        with open(path, "w") as out:
            out.write(f"%%MatrixMarket matrix {kind}\n% by hand\n\n{sizes}\n" + "".join(f"{e}\n" for e in entries))

    listed = [f"{a + 1} {b + 1} {w}" for (a, b), w in edges.items()]
    write("coordinate real general", f"{n} {n} {len(listed)}", listed)
    check(path, names, named)
    write("coordinate pattern general", f"{n} {n} {len(listed)}", [" ".join(e.split()[:2]) for e in listed])
    check(path, names, {pair: 1 for pair in named})
    lower = {(max(a, b), min(a, b)): w for (a, b), w in edges.items()}
    write("coordinate integer symmetric", f"{n} {n} {len(lower)}", [f"{a + 1} {b + 1} {w}" for (a, b), w in lower.items()])
    check(path, names, {tuple(sorted((str(a + 1), str(b + 1)))): w for (a, b), w in lower.items()})
    write("array integer general", f"{n} {n}", [edges.get((i, j), 0) for j in range(n) for i in range(n)])
    check(path, names, named)
    skew = {(a, b): w if (a + b) % 2 else -w for (a, b), w in lower.items()}
    write("array real skew-symmetric", f"{n} {n}", [skew.get((i, j), 0) for j in range(n) for i in range(j + 1, n)])
    check(path, names, {(str(a + 1), str(b + 1)) if w > 0 else (str(b + 1), str(a + 1)): abs(w) for (a, b), w in skew.items()})
    columns = n + 3
    wide = {(a, rng.randrange(columns)): w for (a, b), w in edges.items()}
    write("coordinate real general", f"{n} {columns} {len(wide)}", [f"{a + 1} {b + 1} {w}" for (a, b), w in wide.items()])
    check(path, [str(v + 1) for v in range(n + columns)], {(str(a + 1), str(n + b + 1)): w for (a, b), w in wide.items()})


def documents(rng, n, edges):
    names = [rng.choice(["u", "é ", 'q"', "\\"]) + str(v) for v in range(n)]
    named = {(names[a], names[b]): w for (a, b), w in edges.items()}
    big = [str(2 ** 53 + 1 + v) for v in range(n)]
    path = os.path.join(scratch, "a.json")

    def write(document, **style):
        with open(path, "w") as out:
            json.dump(document, out, **style)

    ends = [{"source": a, "target": b, "weight": w} for (a, b), w in named.items()]
    write({"links": ends, "directed": True, "nodes": [{"id": v, "deep": {"a": [1]}} for v in names]})
    check(path, names, named)
    write({"directed": False, "multigraph": False, "graph": {"nodes": 3}, "nodes": [{"id": v} for v in names],
           "edges": [{"source": a, "target": b, "weight": w} for (a, b), w in undirected(named).items()]}, ensure_ascii=False)
    check(path, names, undirected(named))
    write({"nodes": [{"name": v, "group": 1} for v in names],
           "links": [{"source": a, "target": b, "value": w} for (a, b), w in edges.items()]}, indent=1)
    check(path, names, named)
    write({"attributes": {}, "options": {"type": "directed", "multi": False},
           "nodes": [{"key": v, "attributes": {"x": i}} for i, v in enumerate(names)],
           "edges": [{"key": str(i), "source": e["source"], "target": e["target"], "attributes": {"weight": e["weight"]}}
                     for i, e in enumerate(ends)]})
    check(path, names, named)
    write({"elements": [{"data": {"id": v}} for v in names] + [{"data": e} for e in ends]})
    check(path, names, named)
    write({"graph": {"directed": True, "nodes": {v: {"label": "x"} for v in names}, "edges": ends}})
    check(path, names, named)
    with open(path, "w") as out:
        out.write('{"nodes": [' + ",".join(f'{{"id": {v}}}' for v in big) + '], "edges": [' +
                  ",\n".join(f'{{"source": {big[a]}, "target": {big[b]}, "weight": {w}}}' for (a, b), w in edges.items()) + "]}")
    check(path, big, {(big[a], big[b]): w for (a, b), w in edges.items()})


for seed in range(ROUNDS):
    rng = random.Random(seed)
    n = rng.randrange(3, 60)
    edges = {}
    for _ in range(rng.randrange(1, 4 * n)):
        a, b = rng.randrange(n), rng.randrange(n)
        if a != b:
            edges[a, b] = rng.randrange(1, 10)
    edges = edges or {(0, 1): 2}
    metis(rng, n, edges)
    matrix(rng, n, edges)
    documents(rng, n, edges)
print(f"{read} files")
