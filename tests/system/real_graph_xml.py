"""Nodes and edges of GraphML and GEXF files, counted with the standard library alone and compared with what `relais
info` says of them; with what the suites that the files come from state; and with what networkx and igraph read, where
they are installed. Usage: real_graph_xml.py PROGRAM DATA SCRATCH"""

import gzip
import json
import math
import os
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

program, data, scratch = sys.argv[1:4]
failures = []
notes = []
warnings.simplefilter("ignore")

# Nodes and edges that the suites state of their own files, before any rule of ours: order and size in graphology's
# test definitions, vcount and ecount in igraph's expected output.
STATED = {
    "gexf/minimal": (2, 1), "gexf/missing_nodes": (6, 4), "gexf/mixed": (3, 3), "gexf/yeast": (2361, 7182),
    "gexf/rio": (366, 1107), "gexf/data": (4, 5), "gexf/arctic": (1715, 6676), "gexf/celegans": (306, 2345),
    "gexf/les_miserables": (77, 254), "gexf/edge_viz": (2, 1), "gexf/edge_data": (4, 5), "gexf/case": (10, 20),
    "gexf/liststring": (4, 5), "graphml/basic": (11, 12), "graphml/attributes": (6, 7),
    "graphml/miserables": (77, 254), "graphml/miserables_broken": (77, 254), "graphml/multigraph": (6, 9),
    "graphml/mixed_multigraph": (6, 8), "graphml/missing_nodes": (51, 37), "graphml/test": (6, 7),
}
# igraph's suite states that its reader fails on these. Where they are no XML, so does relais; the others are XML
# without any node, and are refused for that.
NOT_XML = {"invalid1", "invalid3", "invalid4", "invalid5", "invalid6"}
NO_NODES = {"invalid2", "bug_1970", "bug_2506_1", "bug_2506_2", "bug_2506_3", "cattr_bool_bug2", "pedantic", "sanitized"}
# Where the other readers stop, and why.
OTHERS = {
    "gexf/simple": "networkx knows not all of the format's own namespaces",
    "gexf/arctic": "networkx knows no version 1.0",
    "gexf/v1_3": "networkx knows no version 1.3",
    "gexf/v1_3_writer": "networkx knows no version 1.3",
    "gexf/mixed": "networkx knows no mixed graphs",
    "gexf/basic": "networkx knows no mixed graphs",
    "gexf/basic_formatted": "networkx knows no mixed graphs",
    "gexf/undeclared_attribute": "networkx stops at attributes that are declared nowhere",
    "graphml/mixed_multigraph": "networkx knows no mixed graphs",
    "graphml/miserables_broken": "networkx stops at keys that are declared nowhere",
    "graphml/test": "networkx takes no white space around a truth value",
}


def local(tag):
    return tag.rpartition("}")[2]


def children(element, name):
    return [child for child in element if local(child.tag) == name]


class Found:
    """What a file says: ids of nodes, edges as (source, target, directed, {attribute: text}), and the default."""

    def __init__(self):
        self.nodes, self.edges, self.directed = {}, [], False


def walk_graphml(graph, keys, found):
    default = graph.get("edgedefault") == "directed"
    for item in graph:
        name = local(item.tag)
        if name == "edge" and item.get("source") is not None and item.get("target") is not None:
            values = {k: text for k, text in keys["default"].items()}
            for value in children(item, "data"):
                if value.text and len(value) == 0:
                    values[keys["edge"].get(value.get("key"), value.get("key"))] = value.text
            directed = {"true": True, None: default}.get(item.get("directed"), False)
            found.edges.append((item.get("source"), item.get("target"), directed, values))
        if name == "node" and item.get("id") is not None:
            found.nodes[item.get("id")] = True
        if name in ("node", "edge"):
            for nested in children(item, "graph"):
                walk_graphml(nested, keys, found)


def read_graphml(root):
    found = Found()
    graphs = children(root, "graph")
    keys = {"edge": {}, "default": {}}
    for key in children(root, "key"):
        if key.get("for", "all") in ("edge", "all"):
            name = key.get("attr.name") or key.get("id")
            keys["edge"].setdefault(key.get("id"), name)
            for default in children(key, "default"):
                if default.text:
                    keys["default"][name] = default.text
    if graphs:
        found.directed = graphs[0].get("edgedefault") == "directed"
        walk_graphml(graphs[0], keys, found)
    return found


def walk_nodes(nodes, found):
    for node in children(nodes, "node"):
        found.nodes[node.get("id")] = True
        for nested in children(node, "nodes"):
            walk_nodes(nested, found)


def read_gexf(root):
    found = Found()
    graph = children(root, "graph")[0]
    found.directed = graph.get("defaultedgetype") == "directed"
    for nodes in children(graph, "nodes"):
        walk_nodes(nodes, found)
    for edges in graph.iter():
        if local(edges.tag) != "edge":
            continue
        values = {} if edges.get("weight") is None else {"weight": edges.get("weight")}
        directed = edges.get("type", "directed" if found.directed else "undirected") == "directed"
        found.edges.append((edges.get("source"), edges.get("target"), directed, values))
    return found


def weight_of(text):
    try:
        return float(text)
    except ValueError:
        return None


def drop_bad_weights(edges):
    """A column of weights that holds words is none; else edges whose weight is not above 0 are left out."""
    names = []
    for _, _, _, values in edges:
        names += [name for name in values if name not in names]
    for wanted in ("weight", "edge weight", "value"):
        name = next((n for n in names if n.lower() == wanted), None)
        if name is None:
            continue
        weights = [weight_of(values[name].strip()) if values.get(name, "").strip() else 1.0 for _, _, _, values in edges]
        if any(w is None for w in weights):
            return edges
        return [e for e, w in zip(edges, weights) if w > 0 and math.isfinite(w)]
    return edges


def apply_rules(found):
    """Accounts, edges and direction of the graph: loops go, parallel edges are one, undirected edges of a graph with both
    kinds go both ways."""
    nodes = set(found.nodes)
    for source, target, _, _ in found.edges:
        nodes |= {source, target}
    directed = any(d for _, _, d, _ in found.edges) if found.edges else found.directed
    pairs = set()
    for source, target, one_way, _ in drop_bad_weights(found.edges):
        if source == target:
            continue
        pairs.add((source, target) if directed else tuple(sorted((source, target))))
        if directed and not one_way:
            pairs.add((target, source))
    return len(nodes), len(pairs), directed


def relais(path):
    run = subprocess.run([program, "info", path, "--json", "--quiet"], capture_output=True, text=True)
    return run.returncode, json.loads(run.stdout) if run.returncode == 0 else None, run.stderr


def compare_refusal(name, stem, why):
    code, _, words = relais(name)
    if code != 3:
        failures.append(f"{name}: exit {code}, expected 3 as {why}: {words}")
    if why == "no XML" and os.path.getsize(name) and " line " not in words:
        failures.append(f"{name}: no line in '{words}'")
    if stem not in (NOT_XML if why == "no XML" else NO_NODES):
        failures.append(f"{name}: refused, {why}, but not listed as such")


def others(path, kind):
    """Nodes and edges that the other programs read, or None and their words."""
    answers = {}
    try:
        import networkx

        try:
            g = (networkx.read_graphml(path, force_multigraph=True) if kind == "graphml" else networkx.read_gexf(path))
            answers["networkx"] = (g.number_of_nodes(), g.number_of_edges())
        except Exception as error:
            answers["networkx"] = repr(error)
    except ImportError:
        pass
    try:
        import igraph

        if kind == "graphml":
            try:
                g = igraph.Graph.Read_GraphML(path)
                answers["igraph"] = (g.vcount(), g.ecount())
            except Exception as error:
                answers["igraph"] = repr(error)
    except ImportError:
        pass
    return answers


def compare_others(path, kind, label, raw):
    for who, answer in others(path, kind).items():
        if isinstance(answer, str):
            notes.append(f"{label}: {OTHERS.get(label, who + ' stops: ' + answer[:80])}")
            if label not in OTHERS:
                failures.append(f"{path}: {who} stops: {answer}")
        elif answer != raw:
            failures.append(f"{path}: {who} reads {answer}, counted {raw}")


def check(path):
    kind = "gexf" if ".gexf" in path else "graphml"
    stem = os.path.basename(path).split(".")[0]
    label = f"{kind}/{stem}"
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        text = file.read()
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        compare_refusal(path, stem, "no XML")
        return
    found = read_gexf(root) if kind == "gexf" else read_graphml(root)
    nodes, edges, directed = apply_rules(found)
    raw = (nodes, len(found.edges))
    if label in STATED and raw != STATED[label]:
        failures.append(f"{path}: counted {raw}, its suite states {STATED[label]}")
    if not nodes:
        compare_refusal(path, stem, "no nodes")
        return
    code, answer, words = relais(path)
    if code != 0:
        failures.append(f"{path}: exit {code}: {words}")
        return
    told = (answer["accounts"], answer["edges"], answer["directed"])
    if told != (nodes, edges, directed):
        failures.append(f"{path}: relais reads {told}, counted {(nodes, edges, directed)}")
    # The same file packed: the stream is unpacked while it is read.
    packed = os.path.join(scratch, "packed.gz")
    with gzip.open(packed, "wb") as file:
        file.write(text)
    again = relais(packed)[1]
    if again != answer:
        failures.append(f"{path}: packed, relais reads {again}")
    compare_others(path, kind, label, raw)


files = []
for top in ("formats-igraph", "formats-graphology", "formats-gexf-spec"):
    for folder, _, names in os.walk(os.path.join(data, top)):
        files += [os.path.join(folder, n) for n in names if n.endswith((".graphml", ".gexf", ".gexf.gz"))]
for path in sorted(files):
    check(path)
for line in notes:
    print(line)
for line in failures:
    print(line, file=sys.stderr)
print(f"{len(files)} files, {len(failures)} differences")
sys.exit(1 if failures or len(files) < 50 else 0)
