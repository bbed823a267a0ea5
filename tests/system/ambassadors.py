#!/usr/bin/env python3
"""Verifies an answer of `relais ambassadors --json`: rules, sums, and the reach by a simulator that shares nothing with the program.

usage: ambassadors.py NODES.csv EDGES.csv ANSWER.json [rules]    (an edge from A to B: A gives attention to B)
"""
import argparse
import csv
import json
import math
import random

RUNS = 600
FAIR_RUNS = 400


def arguments():
    p = argparse.ArgumentParser()
    for name in ("nodes", "edges", "answer"):
        p.add_argument(name)
    for name in ("max", "min", "absent", "include", "already", "only"):
        p.add_argument("--" + name, action="append", default=[])
    p.add_argument("--observed", action="store_true")
    p.add_argument("--lt", action="store_true")
    p.add_argument("--budget", type=float)
    p.add_argument("--costs")
    p.add_argument("--deadline", type=int, default=0)
    p.add_argument("--fair", help="column that is reached evenly")
    p.add_argument("--plain", help="with --fair: the answer without it")
    p.add_argument("--cards", help="relais card --json of all accounts: all that are let through are picked")
    p.add_argument("--preset", help="with --cards: the policy")
    p.add_argument("--planted", help="table platform,...,account,... of accounts that act in concert")
    return p.parse_args()


def read(path):
    return list(csv.DictReader(open(path, encoding="utf-8")))


def rule(text):
    """"community=2" or "platform:x=4" as column, value or None, number."""
    left, number = text.split("=")
    column, _, value = left.partition(":")
    return column, value or None, float(number)


def check_rules(a, nodes, answer):
    picks = [p["account"] for p in answer["picks"]]
    assert len(set(picks)) == len(picks), picks
    for text in a.max + a.min:
        column, value, number = rule(text)
        counts = {}
        for v in picks:
            counts[nodes[v][column]] = counts.get(nodes[v][column], 0) + 1
        for x in [value] if value else [c for c in counts if c]:
            assert counts.get(x, 0) <= number if text in a.max else counts.get(x, 0) >= number, (text, counts)
    handles = {nodes[v]["handle"] for v in picks}
    assert not set(a.absent) & set(picks), "an excluded account is picked"
    assert set(a.include) <= handles and not set(a.already) & handles, (a.include, handles)
    if a.observed:
        assert all(nodes[v]["observed"] == "true" for v in picks)
    if a.budget is not None:
        cost = {r["account"]: float(r["cost"]) for r in read(a.costs)}
        total = sum(cost[v] for v in picks)
        assert total <= a.budget and abs(total - answer["cost"]) < 1e-9, (total, answer["cost"])
        assert all(p["cost"] == cost[p["account"]] for p in answer["picks"])
        missing = sum(v not in cost for v in nodes)
        assert answer["left_out"]["no-cost"] == missing == answer["without_cost"], (answer["left_out"], missing)


def check_cards(a, answer):
    """All candidates are picked: they are those that the policy, or with planted accounts the suspicion, lets through."""
    picks = {p["account"] for p in answer["picks"]}
    cards = [json.loads(line) for line in open(a.cards, encoding="utf-8")]
    if a.planted:
        planted = {r["platform"] + ":" + r["account"] for r in read(a.planted)}
        assert planted and not planted & picks, planted & picks
        wanted = {c["account"] for c in cards if not c["suspected_automation"]}
        left_out = answer["left_out"]["suspected-automation"]
    else:
        policy = json.load(open(a.preset, encoding="utf-8"))
        wanted = {c["account"] for c in cards if allowed(c, policy)}
        left_out = answer["left_out"]["policy"]
    assert picks == wanted, picks ^ wanted
    assert left_out == len(cards) - len(wanted) > 0 and answer["candidates"] == len(wanted)
    print(f"{a.answer}: {len(wanted)} of {len(cards)} accounts are let through")


def allowed(card, policy):
    """Whether the policy, as `relais card --print-policy` has it, allows the account, told from the numbers of its card alone."""
    traits = {name: t for group in card.values() if isinstance(group, dict) for name, t in group.items() if isinstance(t, dict)}
    if policy["observed"] and not card["observed"] or card["suspected_automation"] and "suspected_automation" in policy["exclude"]:
        return False
    for name, f in policy["filters"].items():
        x = traits[name]["value"]
        if x is None and f.get("missing", policy["missing"]) == "fail":
            return False
        if x is not None and not f.get("min", -math.inf) <= x <= f.get("max", math.inf):
            return False
    weights = policy["weights"]
    known = sum(w for name, w in weights.items() if traits[name]["value"] is not None)
    return known >= policy["known"] * sum(weights.values())


def check_fair(a, nodes, edges, answer):
    """The welfare, size * sqrt(share reached) summed over the groups, is not below that of the set that merely reaches the most. Both
    are told from the same graphs of edges that happen to pass the message on."""
    plain = json.loads(open(a.plain, encoding="utf-8").read())
    sets = [[p["account"] for p in x["picks"]] for x in (answer, plain)]
    assert set(sets[0]) != set(sets[1]), "fairness changes nothing here, so this shows nothing"
    size, senders = {}, {}
    for r in nodes.values():
        size[r[a.fair]] = size.get(r[a.fair], 0) + 1
    for r in edges:
        if r["Source"] != r["Target"]:
            senders.setdefault(r["Source"], []).append(r["Target"])
    reached = [dict.fromkeys(size, 0) for _ in sets]
    rng = random.Random(11)
    for _ in range(FAIR_RUNS):
        live = {}
        for v, x in senders.items():
            for u in x:
                if rng.random() * len(x) < 1:
                    live.setdefault(u, []).append(v)
        for seeds, groups in zip(sets, reached):
            seen, todo = set(seeds), list(seeds)
            while todo:
                new = [v for v in live.get(todo.pop(), ()) if v not in seen]
                seen.update(new)
                todo += new
            for v in seen:
                groups[nodes[v][a.fair]] += 1
    share = [{x: groups[x] / FAIR_RUNS / size[x] for x in size} for groups in reached]
    welfare = [sum(size[x] * math.sqrt(s[x]) for x in size) for s in share]
    print(f"{a.answer}: welfare {welfare[0]:.2f}, of the set that reaches the most {welfare[1]:.2f}")
    assert welfare[0] > 0.998 * welfare[1], welfare
    for x in answer["fair"]["groups"]:
        assert x["audience"] == size[x["group"]] and abs(x["share"] - share[0][x["group"]]) < 0.02, (x, share)


def check_sums(answer, accounts):
    picks = answer["picks"]
    reach, certificate = answer["reach"], answer["certificate"]
    cumulated = reach["base"]
    for i, p in enumerate(picks):
        cumulated += p["added_reach"]
        assert p["rank"] == i + 1 and abs(p["cumulated_reach"] - cumulated) < 1e-6 * max(1, cumulated)
        assert -1e-9 <= p["loss"] <= p["added_reach"] + 1e-9 and p["added_reach"] <= p["own_reach"] + 1e-9, p
        assert 0 <= p["overlap"] <= 1 and p["reason"]
    width = max(reach["high"] - reach["low"], 1e-9)
    assert abs(cumulated - reach["mean"]) < 3 * width + 0.02 * reach["mean"], (cumulated, reach)
    assert reach["low"] <= reach["mean"] <= reach["high"]
    assert certificate["proved_low"] <= reach["high"] and certificate["best_high"] >= reach["low"]
    assert abs(certificate["share"] - certificate["proved_low"] / certificate["best_high"]) < 1e-9
    assert answer["candidates"] + sum(answer["left_out"].values()) == accounts
    for x in answer["lists"]:
        assert abs(x["gain"] - (reach["mean"] - x["mean"])) < 1e-9
        assert x["mean"] <= reach["mean"] + 3 * width, f"the list {x['list']} is better and was not chosen"


def simulate(a, nodes, edges, seeds, weight):
    """Mean reach and its standard error: weighted cascade or linear threshold, by the definition."""
    receivers, senders = {}, {}
    for r in edges:
        if r["Source"] == r["Target"]:
            continue
        receivers.setdefault(r["Target"], []).append(r["Source"])
        senders.setdefault(r["Source"], []).append(r["Target"])
    chance = {v: 1 / len(x) for v, x in senders.items()}
    rng = random.Random(7)
    total = squares = 0.0
    for _ in range(RUNS):
        reached, last, hops = set(seeds), list(seeds), 0
        threshold, heard = {}, {}
        while last and (not a.deadline or hops < a.deadline):
            hops += 1
            new = []
            for u in last:
                for v in receivers.get(u, ()):
                    if v in reached:
                        continue
                    if a.lt:
                        heard[v] = heard.get(v, 0) + chance[v]
                        happens = heard[v] >= threshold.setdefault(v, rng.random())
                    else:
                        happens = rng.random() < chance[v]
                    if happens:
                        reached.add(v)
                        new.append(v)
            last = new
        x = sum(weight[v] for v in reached)
        total += x
        squares += x * x
    mean = total / RUNS
    return mean, math.sqrt(max(squares / RUNS - mean * mean, 0) / RUNS)


def main():
    a = arguments()
    nodes = {r["Id"]: r for r in read(a.nodes)}
    answer = json.loads(open(a.answer, encoding="utf-8").read())
    check_rules(a, nodes, answer)
    if a.cards:
        check_cards(a, answer)
        return
    check_sums(answer, len(nodes))
    weight = dict.fromkeys(nodes, 1.0)
    for text in a.only:
        column, value, number = rule(text)
        weight = {v: number if r[column] == value else 0.0 for v, r in nodes.items()}
    assert abs(answer["reach"]["audience"] - sum(weight.values())) < 1e-6
    seeds = [p["account"] for p in answer["picks"]] + [v for v, r in nodes.items() if r["handle"] in a.already]
    edges = read(a.edges)
    if a.fair:
        check_fair(a, nodes, edges, answer)
        return
    mean, error = simulate(a, nodes, edges, seeds, weight)
    half = (answer["reach"]["high"] - answer["reach"]["low"]) / 2
    apart = abs(mean - answer["reach"]["mean"])
    assert apart < half + 4.5 * error, f"reach {answer['reach']}, simulated {mean} +- {error}"
    print(f"{a.answer}: {len(answer['picks'])} picks, reach {answer['reach']['mean']:.1f}, simulated {mean:.1f} +- {error:.1f}, "
          f"certificate {answer['certificate']['share']:.3f}")


main()
