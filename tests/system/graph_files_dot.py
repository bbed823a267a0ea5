"""Random DOT files, read by relais and by Graphviz' gvpr: nodes with an attribute that defaults give, edges with their
weights. Usage: graph_files_dot.py PROGRAM SCRATCH"""

import csv
import os
import random
import subprocess
import sys

program, scratch = sys.argv[1:3]
FILES = 25
GVPR = ('N{printf("node\\t%s\\t%s\\n", $.name, aget($, "team"))} '
        'E{printf("edge\\t%s\\t%s\\t%s\\n", $.tail.name, $.head.name, aget($, "weight"))}')


def write(rng, path):
    directed, strict = rng.random() < .6, rng.random() < .7
    arrow = "->" if directed else "--"
    names = ["ann", "Ben_2", "3", "-4.5", '"cleo d\'Arc"', '"a" + "b"', '"q\\"q"', "<h<b>x</b>>", "_5", "é"] + \
            [f"n{i}" for i in range(rng.randrange(1, 30))]

    def node():
        return rng.choice(names) + rng.choice(["", "", "", ":p", ":p:ne", ":w"])

    def attributes(of_edge):
        if rng.random() < .4:
            return ""
        first = f"weight={rng.randrange(1, 9)}" if of_edge else f'team="t {rng.randrange(4)}"'
        return f" [{first}{rng.choice([', ', '; ', ' '])}color=red] [style = \"a;b\"]"

    def group(depth, first):
        # Graphviz joins a chain when it has read all of it: a group that is taken up again in the same chain counts
        # whole at both places. Here it counts as it was at the first.
        name = "" if not first else rng.choice(["", "", "subgraph ", f"subgraph g{rng.randrange(3)} ", f'subgraph "cluster_{rng.randrange(3)}" '])
        return name + "{" + "".join(statement(depth + 1) for _ in range(rng.randrange(1, 4))) + "}"

    def end(depth, first):
        return group(depth, first) if depth < 3 and rng.random() < .15 else node()

    def statement(depth):
        kind = rng.random()
        gap = rng.choice([";\n", "\n", " ; ", "\n# comment { -> \n", " /* x \" */\n", " // ] }\n"])
        if kind < .15:
            return f"node [team={rng.choice(['red', 'blue', 'green'])}]{gap}"
        if kind < .25:
            return f"Edge [weight={rng.randrange(1, 9)}]{gap}"
        if kind < .3:
            return f"label = \"x -> y\"{gap}"
        if kind < .45:
            return node() + attributes(False) + gap
        chain = f" {arrow} ".join(end(depth, i == 0) for i in range(rng.randrange(2, 4)))
        return chain + attributes(True) + gap

    with open(path, "w") as out:
        out.write(("strict " if strict else "") + ("digraph" if directed else "graph") + rng.choice([" {", " G {", ' "a b"\n{']) + "\n")
        # Declared at once, so that gvpr knows them where nothing sets them.
        out.write('node [team=""]; edge [weight=""];\n')
        out.write("".join(statement(0) for _ in range(rng.randrange(3, 25))) + "}\n")
    return directed


def by_gvpr(path, directed):
    nodes, edges = {}, {}
    run = subprocess.run(["gvpr", GVPR, path], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{path}: gvpr: {run.stderr}")
    for line in run.stdout.splitlines():
        kind, a, b, *weight = line.split("\t")
        if kind == "node":
            nodes[a] = b
        elif a != b:
            pair = (a, b) if directed else tuple(sorted((a, b)))
            edges[pair] = edges.get(pair, 0) + float(weight[0] or 1)
    return nodes, edges


def by_relais(path, directed):
    out = os.path.join(scratch, "out.csv")
    run = subprocess.run([program, "convert", path, out, "--quiet"], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{path}: {run.stderr}")
    stem = out[:-4]
    nodes = {row["Id"]: row.get("team", "") for row in csv.DictReader(open(stem + ".nodes.csv"))}
    edges = {}
    for row in csv.DictReader(open(stem + ".edges.csv")):
        pair = (row["Source"], row["Target"])
        edges[pair if directed else tuple(sorted(pair))] = float(row["Weight"])
    return nodes, edges


found = 0
for seed in range(FILES):
    path = os.path.join(scratch, f"{seed}.gv")
    directed = write(random.Random(seed), path)
    theirs, ours = by_gvpr(path, directed), by_relais(path, directed)
    found += len(theirs[0]) + len(theirs[1])
    if theirs != ours:
        print(open(path).read())
        sys.exit(f"seed {seed}: only in Graphviz {[set(t.items()) - set(o.items()) for t, o in zip(theirs, ours)]}, "
                 f"only in relais {[set(o.items()) - set(t.items()) for t, o in zip(theirs, ours)]}")
print(f"{FILES} files, {found} nodes and edges")
