#!/usr/bin/env python3
"""Counts hashtags again from a workspace, without any code of relais, and compares with the cards of communities; then
looks whether the topics that were planted in a campaign come out; and reads the map of communities with networkx.
usage: communities_cards.py WORKSPACE CARDS.jsonl MEMBERS.csv TRUTH.csv"""
import collections
import csv
import json
import math
import sqlite3
import sys

MOST, FLOOR, ACCOUNTS = 1000, 3, 3


def odds(y, n, y_rest, n_rest):
    prior = min(MOST, 0.1 * (n + n_rest))
    a = prior * (y + y_rest) / (n + n_rest)
    here, there = n + prior - y - a, n_rest + prior - y_rest - a
    if here <= 0 or there <= 0:
        return 0, 0
    d = math.log((y + a) / here) - math.log((y_rest + a) / there)
    return d, d / math.sqrt(1 / (y + a) + 1 / (y_rest + a))


def tags_of(workspace, members):
    """(community, tag) -> accounts, posts"""
    accounts, posts = collections.defaultdict(set), collections.defaultdict(set)
    rows = sqlite3.connect(workspace).execute(
        "SELECT a.key, coalesce(s.id, p.id), g.tag FROM post p JOIN account a ON a.id = p.author"
        " LEFT JOIN post s ON p.kind = 'share' AND s.platform = p.platform AND s.native_id = p.target_post"
        " JOIN post_tag g ON g.post = coalesce(s.id, p.id) WHERE p.collected = 1"
    )
    for key, post, tag in rows:
        if key not in members:
            continue
        where = members[key], tag.lower()
        accounts[where].add(key)
        posts[where].add(post)
    return accounts, posts


def recount(accounts, posts):
    """community -> [(z, tag)], highest first"""
    total, in_community, found = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    for (community, tag), who in accounts.items():
        total[tag] += len(who)
        in_community[community] += len(who)
    everything = sum(total.values())
    for (community, tag), who in accounts.items():
        y, n = len(who), in_community[community]
        _, z = odds(y, n, total[tag] - y, everything - n)
        if y >= ACCOUNTS and len(posts[community, tag]) >= 2 and z >= FLOOR:
            found[community].append((z, tag))
    return {c: sorted(tags, key=lambda t: (-t[0], t[1].encode()))[:5] for c, tags in found.items()}


def main():
    workspace, cards_file, members_file, truth_file = sys.argv[1:]
    members = {r["account"]: int(r["community"]) for r in csv.DictReader(open(members_file))}
    cards = [c for c in map(json.loads, open(cards_file)) if "label" in c]
    accounts, posts = tags_of(workspace, members)
    expected = recount(accounts, posts)
    assert len(cards) == len(set(members.values())) and len({c["label"] for c in cards}) == len(cards)
    told = 0
    for card in cards:
        mine = expected.get(card["community"], [])
        theirs = [(t["z"], t["term"]) for t in card["hashtags"]]
        assert [t for _, t in mine] == [t for _, t in theirs], (card["community"], mine, theirs)
        assert all(abs(a - b) < 1e-9 for (a, _), (b, _) in zip(mine, theirs)), (mine, theirs)
        told += len(mine)
    assert told >= 10, told

    # The topic of a planted community is the hashtag that most of its accounts use, the brands' aside.
    planted = {f"{r['platform']}:{r['account']}": r["community"] for r in csv.DictReader(open(truth_file))}
    used = collections.defaultdict(collections.Counter)
    for (_, tag), who in accounts.items():
        if tag not in ("velmio", "norvane", "kestrelo"):
            for key in who:
                if key in planted:
                    used[planted[key]][tag] += 1
    good = seen = 0
    for card in cards:
        origin = collections.Counter(planted.get(k) for k, c in members.items() if c == card["community"])
        most, count = origin.most_common(1)[0]
        if count < 20 or count < 0.7 * card["accounts"] or not used[most]:
            continue
        topics = [tag for tag, _ in used[most].most_common(2)]
        seen += 1
        good += bool(card["hashtags"]) and card["hashtags"][0]["term"] in topics
    print(f"{told} hashtags recounted; {good} of {seen} planted topics come first")
    assert seen >= 5 and good >= 0.8 * seen


main()
