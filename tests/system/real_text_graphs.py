"""Graphs in text files, read here without relais, and what `relais convert` makes of the same files: names, edges and
weights are the same. Where igraph's own tests state counts, or igraph and networkx read the file, these agree with what is
read here. Usage: real_text_graphs.py PROGRAM DATA SCRATCH"""

import collections
import csv
import glob
import gzip
import html
import json
import math
import os
import re
import struct
import subprocess
import sys
import warnings

program, data, scratch = sys.argv[1:4]
warnings.simplefilter("ignore")  # igraph's, about what it leaves out
failures = []
checked = collections.Counter()


class Graph:
    def __init__(self):
        self.names, self.edges, self.directed = {}, [], True  # id -> name; (id, id, weight text or None, directed)


# -------- readers: short, and by another way than relais goes --------


def gml_list(tokens, at):
    items = []
    while at < len(tokens) and tokens[at] != "]":
        key = tokens[at]
        if tokens[at + 1] == "[":
            value, at = gml_list(tokens, at + 2)
        else:
            value, at = tokens[at + 1], at + 1
        items.append((key, value))
        at += 1
    return items, at


def read_gml(text):
    tokens = [t for t in re.findall(r'"[^"]*"|#[^\n]*|\[|\]|[^\s\[\]"#]+', text) if not t.startswith("#")]
    graph = next(v for k, v in gml_list(tokens, 0)[0] if k == "graph")
    g = Graph()
    g.directed = dict(graph).get("directed", "0") != "0"
    labels = {}
    for place, node in enumerate((v for k, v in graph if k == "node"), 1):
        values = dict(node)
        key = values.get("id", f"node-{place}")
        g.names[key] = key
        label = values.get("label", "")
        labels[key] = html.unescape(label[1:-1]) if label.startswith('"') else label
    if all(labels.values()) and len(set(labels.values())) == len(labels):
        g.names = labels
    for edge in (dict(v) for k, v in graph if k == "edge"):
        g.edges.append((edge["source"], edge["target"], edge.get("weight", edge.get("value")), g.directed))
    return g


def read_pajek(text):
    g, section, kinds, row = Graph(), "", None, 0
    for line in re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")):
        words = [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line)]
        if not words or words[0].startswith("%"):
            continue
        if words[0].startswith("*"):
            section = words[0].lower()
            if section == "*vertices":
                n = int(words[1])
                kinds = int(words[2]) if len(words) > 2 else n
                g.names = {i: str(i) for i in range(1, n + 1)}
        elif section == "*vertices" and len(words) > 1:
            g.names[int(words[0])] = words[1]
        elif section in ("*arcs", "*edges"):
            weight = words[2] if len(words) > 2 and re.fullmatch(r"[-+0-9.eE]+", words[2]) else None
            g.edges.append((int(words[0]), int(words[1]), weight, section == "*arcs"))
        elif section in ("*arcslist", "*edgeslist"):
            g.edges += [(int(words[0]), int(w), None, section == "*arcslist") for w in words[1:]]
        elif section == "*matrix":
            row += 1
            columns = range(kinds + 1, n + 1) if kinds < n else range(1, n + 1)
            g.edges += [(row, c, w, kinds == n) for c, w in zip(columns, words) if float(w)]
    return g


def read_dl(text):
    head, body = re.split(r"(?i)data:", text, 1)
    n = int(re.search(r"(?i)n\s*=\s*(\d+)", head).group(1))
    form = (re.search(r"(?i)format\s*=\s*(\w+)", head) or [0, "fullmatrix"])[1].lower()
    embedded = bool(re.search(r"(?i)labels\s+embedded", head))
    listed = re.search(r"(?is)labels:\s*(.*?)\s*(labels embedded|$)", re.sub(r"(?i)labels embedded:?", "labels embedded", head))
    labels = re.split(r"[\s,]+", listed.group(1).strip()) if listed and listed.group(1).strip() else []
    rows = [r for r in (re.split(r"[\s,]+", line.strip()) for line in body.strip().splitlines()) if r != [""]]
    g = Graph()
    if form == "fullmatrix":
        if embedded:
            labels, rows = rows[0], [r[1:] for r in rows[1:]]
        for i, r in enumerate(rows):
            g.edges += [(i, j, w, True) for j, w in enumerate(r) if float(w)]
        g.names = {i: labels[i] if labels else str(i + 1) for i in range(n)}
        return g
    for r in rows:
        pairs = [(r[0], r[1], r[2] if len(r) > 2 else None)] if form == "edgelist1" else [(r[0], t, None) for t in r[1:]]
        g.edges += [(a, b, w, True) for a, b, w in pairs]
    if embedded:
        g.names = {x: x for x in labels + [x for e in g.edges for x in e[:2]]}
    else:
        g.names = {str(i + 1): labels[i] if labels else str(i + 1) for i in range(n)}
    return g


def read_lgl(text):
    g, at = Graph(), None
    g.directed = False
    for words in (line.replace("#", "# ").split() for line in text.splitlines()):
        if not words:
            continue
        name = words[1] if words[0] == "#" else words[0]
        g.names[name] = name
        if words[0] == "#":
            at = name
        else:
            g.edges.append((at, name, words[1] if len(words) > 1 else None, False))
    return g


def read_ncol(text):
    g = Graph()
    g.directed = False
    for words in (line.split() for line in text.splitlines()):
        if words:
            g.names.update({w: w for w in words[:2]})
            g.edges.append((words[0], words[1], words[2] if len(words) > 2 else None, False))
    return g


READERS = {"gml": read_gml, "net": read_pajek, "dl": read_dl, "lgl": read_lgl, "ncol": read_ncol}

# -------- what relais is to make of a graph --------


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def expected_of(g):
    """Names, edges with their weights, and what was left out. Parallel edges are summed, self loops dropped."""
    directed = any(e[3] for e in g.edges) if g.edges else g.directed
    edges, dropped = {}, collections.Counter()
    for a, b, weight, one_way in g.edges:
        w = 1 if weight is None else float(weight)
        for u, v in [(a, b)] if one_way or not directed else [(a, b), (b, a)]:
            key = (g.names[u], g.names[v])
            if not directed:
                key = tuple(sorted(key))
            if u == v:
                dropped["self_loops"] += 1
            elif not (w > 0 and math.isfinite(w)):
                dropped["bad_weight"] += 1
            else:
                dropped["merged"] += key in edges
                edges[key] = single(edges.get(key, 0) + single(w))
    return directed, sorted(g.names.values()), edges, dropped


def converted(path):
    out = os.path.join(scratch, "out")
    run = subprocess.run([program, "convert", path, out + ".csv"], capture_output=True, text=True)
    if run.returncode:
        return None, run
    with open(out + ".nodes.csv", encoding="utf-8", newline="") as f:
        names = sorted(row["Id"] for row in csv.DictReader(f))
    edges, directed = {}, None
    with open(out + ".edges.csv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            directed = row["Type"] == "Directed"
            key = (row["Source"], row["Target"])
            edges[key if directed else tuple(sorted(key))] = single(float(row["Weight"]))
    return (directed, names, edges), run


def fail(path, words):
    failures.append(f"{os.path.basename(path)}: {words}")


def same_weights(a, b):
    return a.keys() == b.keys() and all(math.isclose(a[k], b[k], rel_tol=1e-6) for k in a)


def check_relais(path, g):
    directed, names, edges, dropped = expected_of(g)
    found, run = converted(path)
    if found is None:
        return fail(path, f"exit {run.returncode}: {run.stderr.strip()}")
    if found[1] != names:
        fail(path, f"names {found[1][:5]} ..., expected {names[:5]} ...")
    if not same_weights(found[2], edges):
        fail(path, f"{len(found[2])} edges, expected {len(edges)}: {list(set(found[2].items()) ^ set(edges.items()))[:4]}")
    if edges and found[0] != directed:
        fail(path, f"directed {found[0]}, expected {directed}")
    info = subprocess.run([program, "info", path, "--json"], capture_output=True, text=True)
    if info.returncode:
        fail(path, f"info: exit {info.returncode}: {info.stderr.strip()}")
    elif json.loads(info.stdout)["dropped"] != {k: dropped[k] for k in ("self_loops", "merged", "bad_weight")}:
        fail(path, f"{info.stdout}: expected {dict(dropped)} left out")
    checked["read"] += 1


# -------- what others say of these files --------

# Vertices and edges as igraph's tests state them (their .out files), or the collection does.
STATED = {
    "karate.gml": (34, 78), "celegansneural.gml": (297, 2359), "graph2.gml": (3, 0),
    "bug_2497.gml": (2, 0), "pajek_signed.net": (10, 45), "pajek_bip.net": (15, 25), "pajek_bip2.net": (15, 25),
    "bipartite.net": (13, 11), "nodelist1.dl": (5, 5), "nodelist2.dl": (5, 5), "fullmatrix1.dl": (5, 12),
    "fullmatrix2.dl": (5, 12), "fullmatrix3.dl": (5, 12), "fullmatrix4.dl": (5, 12), "edgelist1.dl": (5, 5),
    "edgelist2.dl": (5, 5), "edgelist3.dl": (5, 5), "edgelist4.dl": (5, 5), "edgelist5.dl": (5, 5),
    "edgelist6.dl": (5, 5), "edgelist7.dl": (4, 3), "igraph_read_graph_lgl-1.lgl": (5, 4),
    "igraph_read_graph_lgl-2.lgl": (5, 4), "karate_club.gml": (34, 78), "football.gml": (115, 613),
    "polbooks.gml": (105, 441), "lesmis.gml": (77, 254), "dolphins.gml": (62, 159), "polblogs.gml.gz": (1490, 19090),
    "power.gml.gz": (4941, 6594), "netscience.gml.gz": (1589, 2742),
}

# Refused, and in which line; None: the sentence is about the whole file.
REFUSED = {
    "invalid1.gml": 143, "invalid2.gml": 2, "invalid4.gml": 2, "invalid5.gml": 2, "invalid6.gml": 1,
    "invalid_pajek1.net": 1, "invalid_pajek2.net": 3, "invalid_pajek3.net": 2, "igraph_read_graph_lgl-3.lgl": 1,
    "graph3.gml": None,  # a graph without vertices
}

try:
    import igraph
except ImportError:
    igraph = None
try:
    import networkx
except ImportError:
    networkx = None

IGRAPH = {"gml": "Read_GML", "net": "Read_Pajek", "lgl": "Read_Lgl", "ncol": "Read_Ncol"}
NETWORKX = {"gml": "read_gml", "net": "read_pajek"}


def check_others(path, ending, g, text):
    stated = STATED.get(os.path.basename(path))
    here = (len(g.names), len(g.edges))
    if stated:
        checked["stated"] += 1
        if stated != here:
            fail(path, f"{here} read here, but {stated} are stated")
    plain = os.path.join(scratch, "plain." + ending)
    with open(plain, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    if igraph and ending in IGRAPH:
        try:
            other = getattr(igraph.Graph, IGRAPH[ending])(plain)
        except Exception:
            other = None  # Debian's igraph is older than these files
        if other is not None:
            checked["igraph"] += 1
            if (other.vcount(), other.ecount()) != here:
                fail(path, f"{here} read here, {other.vcount()} and {other.ecount()} by igraph")
    if networkx and ending in NETWORKX:
        options = {"label": "id"} if ending == "gml" else {}
        try:
            other = getattr(networkx, NETWORKX[ending])(plain, **options)
        except Exception:
            other = None  # it refuses parallel edges that are not announced, and more
        # networkx reads *Edges as directed when there are *Arcs, and no matrices, lists or labels that are there twice.
        if other is not None and (ending == "gml" or "matrix" not in text.lower()):
            checked["networkx"] += 1
            if other.number_of_nodes() != len(g.names):
                fail(path, f"{len(g.names)} vertices read here, {other.number_of_nodes()} by networkx")


def check_refused(path, line):
    found, run = converted(path)
    words = run.stderr.strip().splitlines()[0] if run.stderr else ""
    place = f" line {line}: " if line else os.path.basename(path)
    if run.returncode != 3 or place not in words:
        fail(path, f"exit {run.returncode}, expected 3 and '{place}': {words}")
    checked["refused"] += 1


def check_pajek_round(path):
    """relais' own Pajek reads back as the same graph."""
    first, _ = converted(path)
    back = os.path.join(scratch, "back.net")
    run = subprocess.run([program, "convert", path, back], capture_output=True, text=True)
    second = converted(back)[0] if run.returncode == 0 else None
    if second is None or first[1] != second[1] or not same_weights(first[2], second[2]) or first[0] != second[0]:
        fail(path, f"its Pajek reads back as something else: {run.stderr.strip()}")
    checked["round"] += 1


paths = [p for e in READERS for p in glob.glob(os.path.join(data, "formats-*", "**", "*." + e), recursive=True)]
paths += glob.glob(os.path.join(data, "classics", "*.gml*"))
for path in sorted(paths):
    name = os.path.basename(path)
    if name in REFUSED:
        check_refused(path, REFUSED[name])
        continue
    ending = name.replace(".gz", "").rsplit(".", 1)[1]
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "rb") as f:
        raw = f.read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    graph = READERS[ending](text)
    check_relais(path, graph)
    check_others(path, ending, graph, text)
    check_pajek_round(path)

print(f"{len(paths)} files: " + ", ".join(f"{n} {k}" for k, n in checked.items()))
for failure in failures:
    print(failure)
sys.exit(bool(failures) or not checked["read"])
