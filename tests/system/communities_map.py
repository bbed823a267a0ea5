#!/usr/bin/env python3
"""Reads a map of communities with networkx: every community with its label, size and flows.
usage: communities_map.py CARDS.jsonl MAP.graphml"""
import collections
import json
import sys

import networkx

cards = [c for c in map(json.loads, open(sys.argv[1])) if "label" in c]
for path in sys.argv[2:]:
    g = networkx.read_graphml(path)
    assert g.is_directed() and g.number_of_nodes() == len(cards), path
    between = collections.Counter()
    for a, b, edge in g.edges(data=True):
        assert a != b and edge["weight"] > 0
        between[a] += edge["weight"]
        between[b] += edge["weight"]
    sizes = []
    for card in cards:
        node = g.nodes[str(card["community"])]
        assert node["label"] == card["label"] and int(node["accounts"]) == card["accounts"], card["label"]
        sizes.append((card["accounts"], float(node["size"])))
        assert abs(between[str(card["community"])] - card["outside"]) < 1e-3 * (1 + card["outside"])
        for bridge in card["bridges"]:
            pair = [str(card["community"]), str(bridge["community"])]
            for way, (a, b) in (("given", pair), ("received", pair[::-1])):
                found = 0
                if g.has_edge(a, b):
                    edges = g.get_edge_data(a, b)
                    found = sum(e["weight"] for e in edges.values()) if g.is_multigraph() else edges["weight"]
                assert abs(found - bridge[way]) < 1e-3 * (1 + bridge[way]), (pair, way, found, bridge[way])
    assert max(sizes)[1] == 100 and min(sizes)[1] == 4, sizes
    print(f"{path}: {len(cards)} communities, {g.number_of_edges()} edges")
