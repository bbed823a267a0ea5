#!/usr/bin/env python3
"""Counts what is in the files of a generated campaign, knowing only the platforms' formats, and compares with
truth/counts.json. usage: recount.py FOLDER"""
import csv, gzip, io, json, os, re, sys
from collections import Counter

folder = sys.argv[1]
KINDS = ["follow", "mention", "reply", "share", "quote", "like", "comment"]
ACTS = ["original", "reply", "share", "quote"]


def text(name):
    path = os.path.join(folder, name)
    raw = gzip.open(path) if name.endswith(".gz") else open(path, "rb")
    return io.TextIOWrapper(raw, encoding="utf-8", errors="strict")


def lines(name):
    with text(name) as f:
        return [json.loads(line) for line in f]


class Found:
    def __init__(self):
        self.records = self.reply_mentions = self.share_mentions = self.tags = self.links = 0
        self.deletes = self.unresolved = 0
        self.posts, self.acts = Counter(), Counter()
        self.named, self.observed = set(), set()
        self.collected, self.context = set(), set()

    def see(self, who, profile):
        self.named.add(who)
        if profile:
            self.observed.add(who)


# ---------------------------------------------------------------- X


def x_user(f, u):
    f.see(u["id"], True)
    f.handles[u["username"]] = u["id"]


def x_mention_id(m):
    return m.get("id", "@" + m["username"])


def x_post(f, t, users, tweets):
    f.see(t["author_id"], True)
    f.collected.add(t["id"])
    entities = t.get("entities", {})
    for m in entities.get("mentions", []):
        assert t["text"][m["start"] : m["end"]] == "@" + m["username"], t["text"]
        f.see(x_mention_id(m), False)
    for h in entities.get("hashtags", []):
        assert t["text"][h["start"] : h["end"]] == "#" + h["tag"], t["text"]
    references = t.get("referenced_tweets", [])
    kind = {"retweeted": "share", "replied_to": "reply", "quoted": "quote"}[references[0]["type"]] if references else "original"
    f.posts[kind] += 1
    mentions = entities.get("mentions", [])
    if kind == "share":
        assert mentions[0]["start"] == 3 and t["text"].startswith("RT @")
        f.share_mentions += len(mentions)
    else:
        f.acts["mention"] += len(mentions)
        f.reply_mentions += sum(m.get("id") == t.get("in_reply_to_user_id", 0) for m in mentions) if kind == "reply" else 0
        f.tags += len(entities.get("hashtags", []))
        quoted = references[0]["id"] if kind == "quote" else None
        f.links += sum(not (quoted and u["expanded_url"].endswith(quoted)) for u in entities.get("urls", []))
    if kind != "original":
        f.acts[kind] += 1
        target = references[0]["id"]
        if kind == "quote" and target not in tweets:
            f.unresolved += 1
    return references


def x_v2(name):
    f = Found()
    f.handles = {}
    for o in lines(name):
        f.records += 1
        subject = re.search(r"/2/users/(\d+)/followers", o["__twarc"]["url"])
        includes = o.get("includes", {})
        for u in includes.get("users", []):
            x_user(f, u)
        tweets = {t["id"]: t for t in includes.get("tweets", [])}
        f.context.update(tweets)
        data = o["data"] if "data" in o else [o] if "text" in o else []
        assert data or o["errors"]
        for d in data:
            if "text" not in d:
                x_user(f, d)
                if subject:
                    f.see(subject.group(1), False)
                    f.acts["follow"] += 1
                continue
            inside = {}
            for key in ("author", "in_reply_to_user"):
                if key in d:
                    x_user(f, d[key])
            for r in d.get("referenced_tweets", []):
                if "text" in r:
                    inside[r["id"]] = r
                    f.context.add(r["id"])
                    x_user(f, r["author"])
            x_post(f, d, f.handles, {**tweets, **inside})
    return f, "x"


# ---------------------------------------------------------------- Mastodon


def mastodon_key(a):
    return a["acct"] if "@" in a["acct"] else a["acct"] + "@" + a["url"].split("/")[2]


def mastodon_status(f, s, collected):
    f.see(mastodon_key(s["account"]), True)
    kind = "share" if s.get("reblog") else "quote" if s.get("quote") else "reply" if s["in_reply_to_id"] else "original"
    for m in s.get("mentions", []):
        f.see(mastodon_key(m), False)
    if kind == "share":
        mastodon_status(f, s["reblog"], False)
    if kind == "quote":
        mastodon_status(f, s["quote"]["quoted_status"], False)
    if not collected:
        f.context.add(s["id"])
        return
    f.collected.add(s["id"])
    f.posts[kind] += 1
    if kind != "original":
        f.acts[kind] += 1
    if kind != "share":
        f.acts["mention"] += len(s["mentions"])
        f.tags += len(s["tags"])
        f.links += sum("mention" not in a for a in re.findall(r"<a [^>]*>", s["content"]))
    if kind == "reply":
        ids = [m["id"] for m in s["mentions"]]
        assert s["in_reply_to_account_id"] in ids
        f.reply_mentions += ids.count(s["in_reply_to_account_id"])


def mastodon(name):
    f = Found()
    with text(name) as t:
        items = json.load(t)
    for o in items:
        f.records += 1
        if "account" in o:
            mastodon_status(f, o, True)
        else:
            f.see(mastodon_key(o), True)
            if "followers" in name:
                f.acts["follow"] += 1
    if "followers" in name:
        f.named.add(next(m["account"] for m in members if m["platform"] == "mastodon" and m["brand"] == "Velmio"))
    return f, "mastodon"


# ---------------------------------------------------------------- Bluesky


def did(uri):
    return uri.split("/")[2]


def bluesky_record(f, author, uri, r, collected):
    raw = r["text"].encode()
    for facet in r.get("facets", []):
        piece = raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for x in facet["features"]:
            kind = x["$type"].split("#")[1]
            if kind == "mention":
                assert piece.startswith("@")
                f.acts["mention"] += collected
                if collected:
                    f.see(x["did"], False)
            if kind == "tag":
                assert piece == "#" + x["tag"]
                f.tags += collected
            f.links += collected and kind == "link"
    if not collected:
        f.context.add(uri)
        return
    f.see(author, True)
    f.collected.add(uri)
    target = r["reply"]["parent"]["uri"] if "reply" in r else r["embed"]["record"]["uri"] if "embed" in r else None
    kind = "reply" if "reply" in r else "quote" if "embed" in r else "original"
    f.posts[kind] += 1
    if target:
        f.acts[kind] += 1
        f.see(did(target), False)


def bluesky_event(f, o):
    f.see(o["did"], False)
    if o["kind"] != "commit":
        return
    c = o["commit"]
    if c["operation"] == "delete":
        f.deletes += 1
        return
    r = c["record"]
    what = c["collection"].split(".")[-1]
    uri = f"at://{o['did']}/{c['collection']}/{c['rkey']}"
    if what == "post":
        bluesky_record(f, o["did"], uri, r, True)
    elif what == "repost":
        f.see(o["did"], True)
        f.collected.add(uri)
        f.posts["share"] += 1
        f.acts["share"] += 1
        f.see(did(r["subject"]["uri"]), False)
    elif what == "like":
        f.acts["like"] += 1
        f.see(did(r["subject"]["uri"]), False)
    else:
        f.acts["follow"] += 1
        f.see(r["subject"], False)


def bluesky_view(f, v, collected):
    if v.get("notFound"):
        return
    f.see(v["author"]["did"], True)
    bluesky_record(f, v["author"]["did"], v["uri"], v["record"], collected)


def bluesky(name):
    f = Found()
    for o in lines(name):
        f.records += 1
        for p in o.get("profiles", []) + o.get("followers", []):
            f.see(p["did"], True)
        if "followers" in o:
            f.see(o["subject"]["did"], True)
            f.acts["follow"] += len(o["followers"])
        if "kind" in o:
            bluesky_event(f, o)
        for e in o.get("feed", []):
            shared = "reason" in e
            bluesky_view(f, e["post"], not shared)
            if shared:
                f.see(e["reason"]["by"]["did"], True)
                f.posts["share"] += 1
                f.acts["share"] += 1
            for key in ("root", "parent"):
                if "reply" in e:
                    bluesky_view(f, e["reply"][key], False)
    return f, "bluesky"


# ---------------------------------------------------------------- tables


def rows(name):
    with text(name) as t:
        return list(csv.DictReader(t))


def follows(name):
    f = {"x": Found(), "mastodon": Found(), "bluesky": Found()}
    for r in rows(name):
        one = f[r["platform"]]
        one.records += 1
        one.acts[r["kind"]] += 1
        one.see(r["source_id"], False)
        one.see(r["target_id"], False)
    return f


def check(name, said, f, platform):
    def same(what, a, b):
        if a != b:
            print(f"{name}: {what}: counts.json says {a}, the file has {b}")
            global bad
            bad = True

    same("records", said["records"], f.records)
    for k in ACTS:
        same("posts." + k, said["posts"][k], f.posts[k])
    for k in KINDS:
        same("interactions." + k, said["interactions"][k], f.acts[k])
    same("context_posts", said["context_posts"], len(f.context - f.collected))
    for k in ("reply_mentions", "share_mentions", "tags", "links", "deletes", "unresolved"):
        same(k, said[k], getattr(f, k))
    same("accounts", said["accounts"][platform], len(f.named))
    same("observed", said["observed"][platform], len(f.observed))


bad = False
members = rows("truth/communities.csv")
with text("truth/counts.json") as t:
    counts = json.load(t)
for name, said in counts["files"].items():
    if name == "follows.csv":
        found = follows(name)
        for platform in found:
            a, b = said["accounts"][platform], len(found[platform].named)
            if a != b:
                print(f"{name}: accounts on {platform}: counts.json says {a}, the file has {b}")
                bad = True
        if sum(f.acts["follow"] for f in found.values()) != said["interactions"]["follow"]:
            print(f"{name}: follows differ")
            bad = True
    elif name == "conversions.csv":
        bad |= len(rows(name)) != said["records"]
    else:
        read = {"x-v2": x_v2, "mastodon": mastodon, "bluesky": bluesky}[said["format"]]
        check(name, said, *read(name))
campaign = counts["campaign"]
bad |= len(members) != campaign["accounts"] or len({m["community"] for m in members}) != campaign["communities"]
bad |= len(rows("truth/edges.csv.gz")) != campaign["follows"]
print("counts.json and the files differ" if bad else f"counts.json is right about {len(counts['files'])} files")
sys.exit(bad)
