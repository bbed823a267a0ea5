"""The rules that keep Gephi from losing anything, asserted on GraphML and GEXF files. Standard library only.

check_rules.py FOLDER: reads every NAME*.graphml and NAME*.gexf there and NAME.truth.json beside it."""
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as ET

PORTABLE = {"boolean", "int", "long", "float", "double", "string"}
RESERVED = {"id", "label", "nodelabel", "x", "xpos", "y", "ypos", "z", "zpos", "size", "r", "g", "b", "color",
            "timeset", "interval", "start", "end", "viz", "spells", "pid", "for", "shape"}
RESERVED_EDGE = {"weight", "edge weight", "edgelabel", "edge label", "kind", "type", "source", "target"}
KINDS = {"follow", "mention", "reply", "share", "quote", "like", "comment"}
ILLEGAL = re.compile("[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
failures = 0


def check(condition, *what):
    global failures
    if not condition:
        failures += 1
        print("not so:", *what, file=sys.stderr)


class Item:
    """A node or an edge: what Gephi reads specially, and the columns."""

    def __init__(self):
        self.label = self.kind = self.size = self.color = self.position = self.weight = self.type = None
        self.start = self.end = None
        self.instants = []
        self.columns = {}


class Graph:
    def __init__(self):
        self.nodes, self.edges, self.node_columns, self.edge_columns = {}, [], {}, {}
        self.times = None


def local(tag):
    return tag.rsplit("}", 1)[-1]


def read_graphml(root):
    g, keys = Graph(), {}
    graph = next(e for e in root if local(e.tag) == "graph")
    g.directed = graph.get("edgedefault") == "directed"
    g.about = next(e for e in root if local(e.tag) == "desc").text
    for key in (e for e in root if local(e.tag) == "key"):
        check(key.get("id") not in keys, "unique key id", key.get("id"))
        check(re.fullmatch(r"[\w.-]+", key.get("id")), "key id is a name token", key.get("id"))
        check(key.get("for") in ("node", "edge"), "key for node or edge")
        keys[key.get("id")] = (key.get("for"), key.get("attr.name"), key.get("attr.type"))
    special = {"node": {"label": "string", "x": "double", "y": "double", "size": "double", "r": "int", "g": "int", "b": "int"},
               "edge": {"weight": "double", "r": "int", "g": "int", "b": "int"}}
    for scope, name, kind in keys.values():
        check(kind in PORTABLE, "portable type", kind)
        if name in special[scope]:
            check(kind == special[scope][name], "type of", name, kind)
        else:
            columns = g.node_columns if scope == "node" else g.edge_columns
            check(name.lower() not in columns, "column is unique without case:", name)
            columns[name.lower()] = kind
    for element in graph:
        scope = local(element.tag)
        item, data = Item(), {}
        for d in element:
            check(local(d.tag) == "data", "only data in", scope)
            check(keys[d.get("key")][0] == scope, "key belongs to", scope)
            check(keys[d.get("key")][1] not in data, "one value a key")
            data[keys[d.get("key")][1]] = (d.text or "", keys[d.get("key")][2])
        item.label, item.weight = data.get("label", (None,))[0], data.get("weight", (None,))[0]
        item.size = data.get("size", (None,))[0]
        if "r" in data:
            item.color = [data[c][0] for c in "rgb"]
        if "x" in data:
            item.position = [float(data[c][0]) for c in "xy"]
        item.columns = {k: v for k, v in data.items() if k not in special[scope]}
        if scope == "node":
            check(element.get("id") not in g.nodes, "unique node", element.get("id"))
            g.nodes[element.get("id")] = item
        else:
            item.kind, item.type = element.get("label"), element.get("directed")
            item.id, item.source, item.target = element.get("id"), element.get("source"), element.get("target")
            g.edges.append(item)
    return g


def read_gexf(root):
    g = Graph()
    graph = next(e for e in root if local(e.tag) == "graph")
    meta = next(e for e in root if local(e.tag) == "meta")
    g.about = next(e for e in meta if local(e.tag) == "description").text
    check(graph.get("defaultedgetype") in ("directed", "undirected"), "defaultedgetype is there")
    check(graph.get("idtype") == "string", "ids are strings")
    g.directed = graph.get("defaultedgetype") == "directed"
    g.version, g.mode = root.get("version"), graph.get("mode")
    check(g.mode in ("static", "dynamic"), "mode")
    if g.mode == "dynamic" and g.version == "1.3":
        check(graph.get("timeformat") == "dateTime" and graph.get("timezone") == "UTC", "times are in UTC")
        check(graph.get("timerepresentation") in ("interval", "timestamp"), "a representation of time")
    g.times = graph.get("timerepresentation")
    classes = [e.get("class") for e in graph if local(e.tag) == "attributes"]
    check(len(classes) == len(set(classes)), "one block of attributes a class")
    types = {"node": {}, "edge": {}}
    for block in (e for e in graph if local(e.tag) == "attributes"):
        columns = g.node_columns if block.get("class") == "node" else g.edge_columns
        for a in block:
            check(a.get("type") in PORTABLE, "portable type", a.get("type"))
            check(not a.get("id").isdigit(), "an id for people", a.get("id"))
            check(a.get("title").lower() not in columns and a.get("id").lower() not in columns, "unique column", a.get("id"))
            columns[a.get("id").lower()] = a.get("type")
            types[block.get("class")][a.get("id")] = a.get("type")
    for element in (e for part in graph if local(part.tag) in ("nodes", "edges") for e in part):
        scope, item = local(element.tag), Item()
        for d in element:
            if local(d.tag) == "attvalues":
                for a in d:
                    check(a.get("for") in types[scope], "declared column", a.get("for"))
                    item.columns[a.get("for")] = (a.get("value"), types[scope][a.get("for")])
            elif local(d.tag) == "color":
                check(set(d.attrib) == {"r", "g", "b"}, "colour by r, g, b alone")
                item.color = [d.get(c) for c in "rgb"]
            elif local(d.tag) == "size":
                check(list(d.attrib) == ["value"], "size has its value first")
                item.size = d.get("value")
            elif local(d.tag) == "position":
                item.position = [float(d.get(c)) for c in "xy"]
        if element.get("timestamps"):
            inside = re.fullmatch(r"<\[(.*)\]>", element.get("timestamps"))
            check(inside and g.times == "timestamp", "a list of instants", element.get("timestamps"))
            item.instants = inside.group(1).split(", ")
            check(all(TIME.match(t) for t in item.instants), "instants are times", item.instants)
            check(item.instants == sorted(set(item.instants)), "instants ascend, each once", item.instants)
        check(element.get("start") is None or g.times != "timestamp", "one representation of time in a file")
        item.label, item.kind, item.type = element.get("label"), element.get("kind"), element.get("type")
        item.start, item.end = element.get("start"), element.get("end")
        check((item.start is None) == (item.end is None), "both ends of a span")
        if item.start:
            check(g.mode == "dynamic" and TIME.match(item.start) and TIME.match(item.end), "times", item.start)
            check(item.start <= item.end, "a span has a direction")
        if scope == "node":
            g.nodes[element.get("id")] = item
        else:
            if g.version == "1.2":
                check(item.kind is None, "1.2 has no kind")
                item.kind = item.label
            item.weight, item.id = element.get("weight"), element.get("id")
            item.source, item.target = element.get("source"), element.get("target")
            g.edges.append(item)
    return g


def check_text(path, raw):
    check(raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'), path, "rule 1: prolog with encoding")
    text = raw.decode("utf-8")  # raises when it is not UTF-8
    check(not ILLEGAL.search(text), path, "rule 2: no illegal character")
    check(not re.search(r"&#(x[dD][89a-fA-F]|0*([0-8]|1[124-9]|2\d|3[01]);)", text), path, "rule 2: no illegal reference")


def check_columns(path, columns, edge):
    for name in columns:
        check(name not in RESERVED and not (edge and name in RESERVED_EDGE), path, "rule 11: no reserved column", name)


def check_values(path, item):
    for name, (value, kind) in item.columns.items():
        if kind == "boolean":
            check(value in ("true", "false"), path, "boolean", name, value)
        elif kind in ("int", "long"):
            check(re.fullmatch(r"-?\d+", value), path, "whole number", name, value)
        elif kind in ("float", "double"):
            check(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", value), path, "number, not NaN", name, value)
    if item.color:
        check(all(re.fullmatch(r"\d+", c) and int(c) < 256 for c in item.color), path, "rule 6 and 7: colours", item.color)


def check_look(path, nodes):
    sizes = [float(n.size) for n in nodes if n.size is not None]
    check(len(sizes) in (0, len(nodes)), path, "sizes for all or for none")
    if sizes:
        check(min(sizes) == 4 and max(sizes) == 100, path, "rule 9: sizes span 4 to 100", min(sizes), max(sizes))
    places = [n.position for n in nodes if n.position]
    check(len(places) in (0, len(nodes)), path, "rule 10: positions for all or for none")
    if places:
        for axis in (0, 1):
            check(abs(sum(p[axis] for p in places)) / len(places) < 0.01, path, "rule 9: centred")
            check(max(abs(p[axis]) for p in places) <= 5000, path, "rule 9: within 5000")
        check(any(any(p) for p in places), path, "rule 10: not all at the origin")


def check_edges(path, g, truth):
    seen, ids = set(), set()
    for e in g.edges:
        check(e.source in g.nodes and e.target in g.nodes, path, "known ends", e.source, e.target)
        check(e.weight is not None and 0 < float(e.weight) < float("inf"), path, "rule 4 and 5: weight > 0", e.weight)
        check(e.type is None, path, "rule 13: no type on edges", e.type)
        check(e.kind is None or e.kind in KINDS, path, "rule 12: kind", e.kind)
        check((e.source, e.target, e.kind) not in seen, path, "rule 12: one edge a pair and kind")
        check(e.id not in ids, path, "unique edge id", e.id)
        seen.add((e.source, e.target, e.kind))
        ids.add(e.id)
        if e.kind:
            check(e.columns["layer"][0] == e.kind, path, "kind as a column")
    expected = {(a, b, k): w for a, b, k, w in truth["edges"]}
    if ".pairs." in path or ".gradient." in path:  # one edge a pair: the layers are columns
        pairs = {}
        for (a, b, k), w in expected.items():
            pairs[a, b, None] = pairs.get((a, b, None), 0) + w
        for e in g.edges:
            layers = {k: float(v) for k, (v, _) in e.columns.items() if k in KINDS}
            if layers:
                check({k: w for k, w in layers.items() if w} == {k: as_float(expected[e.source, e.target, k]) for k in KINDS
                                                if (e.source, e.target, k) in expected}, path, "layers as columns")
        expected = pairs
    check(seen == set(expected), path, "the edges of the graph")
    for e in g.edges:
        w = expected.get((e.source, e.target, e.kind), 0)
        check(abs(float(e.weight) - w) <= 1e-6 * w, path, "weight", e.weight, w)


def as_float(x):
    """The shortest text of a float, as the file has it."""
    import struct
    f = struct.unpack("f", struct.pack("f", x))[0]
    for digits in range(6, 10):
        text = "%.*g" % (digits, f)
        if struct.unpack("f", struct.pack("f", float(text)))[0] == f:
            return float(text)
    return f


def check_full(path, g):
    """What samples.h put into the graph `full`."""
    n = g.nodes
    check(n["x:1294030472427835393"].label == "@acme", path, "label")
    check(n["x:9007199254740993"].label == "handle & co", path, "label from the handle")
    check(n["web:isolated"].label == "web:isolated", path, "label from the name")
    check(n["bluesky:did:plc:abc"].label == "Zo\u00e9 \U0001F334 d'Or", path, "emoji")
    check(n["web:a<b>&c"].label == "bad\ufffd\ufffd\ufffd char", path, "control characters become U+FFFD")
    check(n["web:tab\there"].label == "two\nlines", path, "line ends stay")
    check(n["x:1294030472427835393"].columns["followers"] == ("9007199254740993", "long"), path, "64 bits")
    check("followers" not in n["x:9007199254740993"].columns, path, "missing is left out")
    check("score" not in n["web:a<b>&c"].columns, path, "NaN is left out")
    check(n["web:isolated"].columns["created"][0] == "2020-09-13T12:26:55Z", path, "times as ISO 8601")
    check({"relais_timeset", "like_ratio"} <= set(g.node_columns), path, "rule 11: prefix")
    check("relais_type" in g.edge_columns, path, "rule 11: prefix of edges")
    check(all(v.color for v in n.values()), path, "colours")
    colors = {tuple(v.color) for v in n.values()}
    check(len(colors) > 4, path, "as many colours as communities", len(colors))
    if ".gradient." not in path and ".pairs." not in path:
        kinds = {}
        for e in g.edges:
            check(e.color, path, "edges are coloured")
            check(kinds.setdefault(e.kind, e.color) == e.color, path, "one colour a layer")
        check(len({tuple(c) for c in kinds.values()}) == len(kinds) == 7, path, "a colour of its own for each layer")
    if ".dynamic." in path:
        check(n["web:isolated"].start is None, path, "no edge, no span")
        spans = {}
        for e in g.edges:
            for v in (e.source, e.target):
                if e.start:
                    a, b = spans.get(v, (e.start, e.end))
                    spans[v] = (min(a, e.start), max(b, e.end))
        check(len(spans) > 10, path, "spans")
        for v, item in n.items():
            check((item.start, item.end) == spans.get(v, (None, None)), path, "a vertex lives as long as its edges", v)
    elif ".timestamps." in path:
        instants = {v: set() for v in n}
        for e in g.edges:
            instants[e.source].update(e.instants)
            instants[e.target].update(e.instants)
        check(sum(bool(x) for x in instants.values()) > 10, path, "instants")
        for v, item in n.items():
            check(set(item.instants) == instants[v], path, "a vertex is there when one of its edges acts", v)
    else:
        check(all(not e.start for e in g.edges), path, "no times in a static file")
        check(any("first_time" in e.columns and TIME.match(e.columns["first_time"][0]) for e in g.edges), path, "first_time")


def check_file(path, truth):
    raw = open(path, "rb").read()
    check_text(path, raw)
    root = ET.fromstring(raw)
    g = read_gexf(root) if path.endswith(".gexf") else read_graphml(root)
    check("Written by relais" in g.about and "weight:" in g.about, path, "what the weight means")
    check(g.directed == truth["directed"], path, "direction")
    check(list(g.nodes) == truth["nodes"], path, "rule 14: the names as they are, isolated ones too")
    for node in g.nodes.values():
        check(node.label, path, "rule 3: a label for everybody")
        check_values(path, node)
    for e in g.edges:
        check_values(path, e)
    check_columns(path, g.node_columns, False)
    check_columns(path, g.edge_columns, True)
    check_look(path, list(g.nodes.values()))
    check_edges(path, g, truth)
    if os.path.basename(path).startswith("full."):
        check_full(path, g)


def main(folder):
    count = 0
    for truth_path in sorted(glob.glob(os.path.join(folder, "*.truth.json"))):
        stem = truth_path[: -len("truth.json")]
        with open(truth_path, encoding="utf-8") as f:
            truth = json.load(f)
        for path in sorted(glob.glob(stem + "*graphml") + glob.glob(stem + "*gexf")):
            check_file(path, truth)
            count += 1
    check(count >= 20, "files to look at:", count)
    print(count, "files,", failures, "failures")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
