"""The CSV, DOT and Pajek files of a folder against NAME.truth.json. Standard library only."""
import csv
import glob
import io
import json
import os
import re
import sys

failures = 0


def check(condition, *what):
    global failures
    if not condition:
        failures += 1
        print("not so:", *what, file=sys.stderr)


def table(path, excel):
    raw = open(path, "rb").read()
    check(raw.startswith(b"\xef\xbb\xbf") == excel, path, "byte order mark")
    check((b"\r\n" in raw) == excel, path, "line ends")
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    rows = list(csv.reader(text, delimiter=";" if excel else ",", strict=True))
    check(all(len(r) == len(rows[0]) for r in rows), path, "as many cells in each row")
    check(len({c.lower() for c in rows[0]}) == len(rows[0]), path, "columns are unique without case")
    return rows[0], [dict(zip(rows[0], r)) for r in rows[1:]]


def unguarded(text):
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def check_csv(stem, truth, excel):
    part = ".excel" if excel else ""
    head, nodes = table(stem + part + ".nodes.csv", excel)
    check(head[:2] == ["Id", "Label"], stem, "columns of nodes", head)
    check([n["Id"] for n in nodes] == truth["nodes"], stem, "names of nodes")
    check(all(n["Label"] for n in nodes), stem, "labels")
    head, edges = table(stem + part + ".edges.csv", excel)
    check(head[:3] == ["Source", "Target", "Type"] and "Weight" in head and "Id" in head, stem, "columns of edges", head)
    expected = {(a, b, k): w for a, b, k, w in truth["edges"]}
    found = {(e["Source"], e["Target"], e.get("Kind") or None): e for e in edges}
    check(set(found) == set(expected) and len(found) == len(edges), stem, "edges")
    for key, e in found.items():
        check(e["Type"] == ("Directed" if truth["directed"] else "Undirected"), stem, "type")
        check("," not in e["Weight"] or excel, stem, "decimal point")
        check("." not in e["Weight"] or not excel, stem, "decimal comma")
        w = float(e["Weight"].replace(",", "."))
        check(w > 0 and abs(w - expected[key]) <= 1e-6 * w, stem, "weight", w)
    if os.path.basename(stem) == "full":
        by = {n["Id"]: n for n in nodes}
        check(by["web:line\nend"]["Label"] == ("'=1+1" if excel else "=1+1"), stem, "formulas do not run in a spreadsheet")
        check(unguarded(by["x:1294030472427835393"]["Label"]) == "@acme", stem, "label")
        check(by["web:'apostrophe'"]["Label"] == "semi;colon, comma", stem, "separators inside cells")
        check(by["x:9007199254740993"]["followers"] == "", stem, "missing is empty")
        check(by["web:isolated"]["created"] == ("2020-09-13 12:26:55" if excel else "2020-09-13T12:26:55Z"), stem, "times")
        check(by["web:isolated"]["like_ratio"] == ("1,5" if excel else "1.5"), stem, "numbers")


def dot_quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ") + '"'


def check_dot(path, truth):
    text = open(path, encoding="utf-8").read()
    check(("digraph" in text) == truth["directed"], path, "direction")
    arrow = "->" if truth["directed"] else "--"
    for name in truth["nodes"]:
        if len(truth["nodes"]) < 1000:
            check("\n" + dot_quoted(name) + " [label=" in text, path, "node", name)
    edges = set(re.findall(r'\n("(?:[^"\\]|\\.)*" (?:->|--) "(?:[^"\\]|\\.)*") \[weight=[0-9.e-]+(?:, kind="(\w+)")?', text))
    expected = {(dot_quoted(a) + " " + arrow + " " + dot_quoted(b), k or "") for a, b, k, _ in truth["edges"]}
    check(edges == expected, path, "edges", len(edges), len(expected))


def check_pajek(path, truth):
    lines = [l for l in open(path, encoding="utf-8").read().split("\n") if not l.startswith("%")]
    n = len(truth["nodes"])
    check(lines[0] == "*Vertices %d" % n, path, "number of vertices", lines[0])
    for i, (line, name) in enumerate(zip(lines[1 : n + 1], truth["nodes"])):
        wanted = '%d "%s"' % (i + 1, re.sub(r'(["\\])', r"\\\1", re.sub("[\n\t]", " ", name)))
        check(line.startswith(wanted), path, "vertex", line)
        for x in line[len(wanted) :].split():
            check(0 <= float(x) <= 1, path, "positions from 0 to 1")
    found, kind, word = {}, None, "*Arcs" if truth["directed"] else "*Edges"
    for line in lines[n + 1 : -1]:
        if line.startswith("*"):
            m = re.fullmatch(re.escape(word) + r'(?: :(\d+) "(\w+)")?', line)
            check(m, path, "relation", line)
            kind = m.group(2)
            continue
        a, b, w = line.split()
        found[truth["nodes"][int(a) - 1], truth["nodes"][int(b) - 1], kind] = float(w)
    expected = {(a, b, k): w for a, b, k, w in truth["edges"]}
    check(set(found) == set(expected), path, "arcs", len(found), len(expected))
    check(all(abs(found[k] - expected[k]) <= 1e-6 * found[k] for k in found if k in expected), path, "weights")


def main(folder):
    paths = sorted(glob.glob(os.path.join(folder, "*.truth.json")))
    check(len(paths) >= 5, "graphs to look at", len(paths))
    for path in paths:
        stem = path[: -len(".truth.json")]
        with open(path, encoding="utf-8") as f:
            truth = json.load(f)
        check_csv(stem, truth, False)
        check_csv(stem, truth, True)
        check_dot(stem + ".dot", truth)
        check_pajek(stem + ".net", truth)
    print(len(paths), "graphs,", failures, "failures")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
