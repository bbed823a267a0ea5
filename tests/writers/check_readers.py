"""Reads the graph files of a folder with networkx and igraph, and compares with NAME.truth.json.

networkx: GraphML, GEXF 1.2 (static and dynamic), Pajek. igraph: GraphML, Pajek."""
import glob
import json
import os
import sys
import warnings

import igraph
import networkx as nx

failures = 0


def check(condition, *what):
    global failures
    if not condition:
        failures += 1
        print("not so:", *what, file=sys.stderr)


def near(a, b):
    return abs(a - b) <= 1e-6 * abs(b)


def compare(path, truth, nodes, edges):
    """nodes: names; edges: (source, target, kind, weight)"""
    expected = {(a, b, k): w for a, b, k, w in truth["edges"]}
    found = {}
    for a, b, k, w in edges:
        if not truth["directed"] and (a, b, k) not in expected:
            a, b = b, a
        check((a, b, k) not in found, path, "twice", a, b, k)
        found[a, b, k] = w
    check(nodes == truth["nodes"], path, "nodes", len(nodes))
    check(set(found) == set(expected), path, "edges", len(found), len(expected))
    check(all(near(w, expected.get(key, 0)) for key, w in found.items()), path, "weights")


def networkx_edges(g):
    return [(a, b, d.get("layer"), d["weight"]) for a, b, d in g.edges(data=True)]


def with_networkx(stem, truth):
    paths = [stem + ".graphml", stem + ".12.gexf"] + glob.glob(stem + ".dynamic.12.gexf")
    for path in paths:
        g = nx.read_gexf(path) if path.endswith(".gexf") else nx.read_graphml(path)
        check(g.is_directed() == truth["directed"], path, "direction")
        compare(path, truth, list(g.nodes), networkx_edges(g))
        if os.path.basename(stem) != "full":
            continue
        n = g.nodes["bluesky:did:plc:abc"]
        check(n["label"] == "Zo\u00e9 \U0001F334 d'Or", path, "label", n["label"])
        check(g.nodes["x:1294030472427835393"]["followers"] == 9007199254740993, path, "64 bits")
        check(n["observed"] is True and n["community"] == 1, path, "types")
        check(near(g.nodes["web:isolated"]["score"], 0.25 + 15 / 7), path, "score")
        check("followers" not in g.nodes["x:9007199254740993"], path, "missing")
        if path.endswith(".gexf"):
            check(n["viz"]["color"]["r"] == 243 and n["viz"]["size"] > 4 and "x" in n["viz"]["position"], path, "look")
        if ".dynamic." in path:
            spans = [d["start"] for _, _, d in g.edges(data=True) if "start" in d]
            check(len(spans) > 100 and min(spans).startswith("2023-11-1"), path, "times")


def with_igraph(stem, truth):
    path = stem + ".graphml"
    g = igraph.Graph.Read_GraphML(path)
    layers = g.es["layer"] if "layer" in g.es.attributes() else [None] * g.ecount()
    # igraph leaves the ampersands of XML attributes as references.
    names = [n.replace("&#38;", "&") for n in g.vs["id"]] if g.vcount() else []
    weights = g.es["weight"] if g.ecount() else []
    check(g.is_directed() == truth["directed"], path, "direction")
    compare(path, truth, names, [(names[e.source], names[e.target], k, w) for e, k, w in zip(g.es, layers, weights)])
    if os.path.basename(stem) == "full":
        v = g.vs.find(id="bluesky:did:plc:abc")
        check(v["label"] == "Zo\u00e9 \U0001F334 d'Or", path, "igraph: label", v["label"])
        check(v["observed"] is True and v["community"] == 1, path, "igraph: types")


def pajek(stem, truth):
    """One edge a pair: further relations are beyond both readers."""
    path = stem + ".pairs.net"
    if not truth["nodes"]:
        return
    names = [n.replace("\n", " ").replace("\t", " ") for n in truth["nodes"]]
    number = {n: i for i, n in enumerate(truth["nodes"])}
    pairs = sorted({(number[a], number[b]) for a, b, _, _ in truth["edges"]})
    g = igraph.Graph.Read_Pajek(path)
    # igraph 0.10.2 reads the backslashes as they stand.
    escaped = [n.replace("\\", "\\\\").replace('"', '\\"') for n in names]
    check([n.strip('"') if '\\"' in n else n for n in g.vs["id"]] == [n if '\\"' not in n else n.strip('"') for n in escaped],
          path, "igraph: names", g.vs["id"][:20])
    check(sorted(e.tuple for e in g.es) == pairs, path, "igraph: edges", g.ecount(), len(pairs))
    h = nx.read_pajek(path)
    check(list(h.nodes) == names, path, "networkx: names")
    check(h.number_of_edges() == len(pairs), path, "networkx: edges", h.number_of_edges())


def main(folder):
    warnings.simplefilter("ignore")
    paths = sorted(glob.glob(os.path.join(folder, "*.truth.json")))
    check(len(paths) >= 5, "graphs to look at", len(paths))
    for path in paths:
        stem = path[: -len(".truth.json")]
        with open(path, encoding="utf-8") as f:
            truth = json.load(f)
        with_networkx(stem, truth)
        with_igraph(stem, truth)
        pajek(stem, truth)
    print("networkx", nx.__version__, "igraph", igraph.__version__ + ":", len(paths), "graphs,", failures, "failures")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
