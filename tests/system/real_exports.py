"""Counts in real exports, found independently of relais (json and sqlite3 of the standard library only), compared with
what `relais ingest` put into a workspace. Usage: real_exports.py PROGRAM DATA SCRATCH"""

import collections
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile

program, data, scratch = sys.argv[1:4]
failures = []
checked = 0


def fold(name):
    return re.sub("[A-Z]", lambda m: m.group().lower(), name)


def ingest(path, *options):
    """Exit code and what the workspace holds."""
    workspace = os.path.join(scratch, "w.relais")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(workspace + end):
            os.unlink(workspace + end)
    run = subprocess.run([program, "ingest", workspace, path, *options, "--quiet"], capture_output=True, text=True)
    found = collections.Counter()
    if run.returncode == 0:
        db = sqlite3.connect(workspace)
        found["posts"], found["collected"] = db.execute("SELECT count(*), ifnull(sum(collected), 0) FROM post").fetchone()
        found["accounts"] = db.execute("SELECT count(*) FROM account").fetchone()[0]
        for kind, n in db.execute("SELECT kind, count(*) FROM interaction GROUP BY kind"):
            found[kind] = n
        db.close()
    return run.returncode, found, run.stderr


def compare(path, expected, *options):
    global checked
    checked += 1
    code, found, words = ingest(path, *options)
    if expected is None:
        if code != 3:
            failures.append(f"{path}: exit {code}, expected 3: {words}")
        return
    if code != 0:
        failures.append(f"{path}: exit {code}: {words}")
    wrong = {k: (found[k], expected[k]) for k in set(found) | set(expected) if found[k] != expected[k]}
    if wrong:
        failures.append(f"{path}: (found, expected) {wrong}")


# -------- X API v2 --------


class X:
    def __init__(self):
        self.posts, self.collected, self.accounts, self.handles, self.names = set(), set(), set(), set(), {}
        self.acts = collections.defaultdict(set)
        self.authors, self.open = {}, []  # of posts; acts whose target's author their page does not tell
        self.deletes = 0

    def user(self, u):
        if u and u.get("id"):
            self.accounts.add(u["id"])
            if u.get("username"):
                self.names[fold(u["username"])] = u["id"]

    @staticmethod
    def canonical(t):
        return (t.get("edit_history_tweet_ids") or [t["id"]])[0]

    def author(self, t):
        return (t.get("author") or {}).get("id") or t.get("author_id")

    def context(self, t):
        if not self.author(t):
            return
        self.user(t.get("author"))
        self.accounts.add(self.author(t))
        self.posts.add(self.canonical(t))
        self.authors[self.canonical(t)] = self.author(t)

    def target(self, mention, users):
        if mention.get("id"):
            self.user(mention)
            return mention["id"]
        name = fold(mention["username"])
        if name in users:
            return users[name]
        self.handles.add(name)
        return "@" + name

    def tweet(self, t, users, tweets):
        me, post = self.author(t), self.canonical(t)
        if not me:
            return
        self.user(t.get("author"))
        self.user(t.get("in_reply_to_user"))
        self.accounts.add(me)
        self.posts.add(post)
        self.collected.add(post)
        self.authors[post] = me
        refs, ids = {}, {}
        for r in t.get("referenced_tweets") or []:
            ids.setdefault(r["type"], r["id"])
            refs.setdefault(r["type"], r if "text" in r else tweets.get(r["id"], {"missing": True}))
            if "text" in r:
                self.context(r)
        mentions = (t.get("entities") or {}).get("mentions") or []

        def act(kind, to, key, of=None):
            if not to:
                self.open.append((kind, key, me, ids.get(of)))
            if to != me:
                if to and not str(to).startswith("@"):
                    self.accounts.add(to)
                self.acts[kind].add(key)

        if "retweeted" in refs:
            to = self.author(refs["retweeted"]) or next(
                (self.target(m, users) for m in mentions if m.get("start") == 3), None)
            act("share", to, post, "retweeted")
            return
        if "replied_to" in refs or t.get("in_reply_to_user_id"):
            act("reply", t.get("in_reply_to_user_id") or self.author(refs["replied_to"]), post, "replied_to")
        if "quoted" in refs:
            act("quote", self.author(refs["quoted"]), post, "quoted")
        for m in mentions:
            to = self.target(m, users)
            act("mention", to, (post, to))

    def line(self, o):
        if "data" not in o and "includes" not in o:
            self.deletes += o.get("action") == "delete"
            if "text" in o:
                self.tweet(o, {}, {})
            elif "username" in o:
                self.user(o)
            return
        includes = o.get("includes") or {}
        users = {}
        for u in includes.get("users") or []:
            self.user(u)
            users.setdefault(fold(u["username"]), u["id"])
        tweets = {t["id"]: t for t in includes.get("tweets") or []}
        for t in tweets.values():
            self.context(t)
        items = o.get("data") or []
        for item in items if isinstance(items, list) else [items]:
            if "text" in item:
                self.tweet(item, users, tweets)
            elif "username" in item:
                self.user(item)

    def expected(self):
        if not self.posts and not self.accounts and not self.deletes:
            return None
        for kind, key, me, target in self.open:
            # The post came with another page, and its author quotes or answers himself.
            if self.authors.get(target) == me:
                self.acts[kind].discard(key)
        unknown = {h for h in self.handles if h not in self.names}
        c = collections.Counter({k: len(v) for k, v in self.acts.items()})
        c.update(posts=len(self.posts), collected=len(self.collected), accounts=len(self.accounts) + len(unknown))
        return c


def check_x():
    folder = os.path.join(data, "posts-twarc-csv-v2")
    for name in sorted(os.listdir(folder)):
        if not name.endswith((".jsonl", ".json")):
            continue
        x = X()
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f:
                try:
                    o = json.loads(line)
                except ValueError:
                    continue
                if isinstance(o, dict):
                    x.line(o)
        compare(os.path.join(folder, name), x.expected())


# -------- Bluesky Jetstream --------


def did_of(uri):
    return uri.split("/")[2]


def check_jetstream():
    path = os.path.join(data, "posts-bluesky-jetstream", "expected_v1.jsonl")
    posts, accounts, acts, gone = set(), set(), collections.defaultdict(set), set()
    for line in open(path, encoding="utf-8"):
        o = json.loads(line)
        c = o.get("commit")
        if o["kind"] == "identity" and o["identity"].get("handle"):
            accounts.add(o["did"])
        if not c or not c["collection"].startswith("app.bsky."):
            continue
        uri = f"at://{o['did']}/{c['collection']}/{c['rkey']}"
        if c["operation"] == "delete":
            gone.add(uri)
            continue
        r = c["record"]
        accounts.add(o["did"])
        kind = c["collection"].removeprefix("app.bsky.")

        def act(what, target):
            accounts.add(target)
            if target != o["did"]:
                acts[what].add((uri, target) if what == "mention" else uri)

        if kind in ("feed.like", "feed.repost"):
            if "/app.bsky.feed.post/" in r["subject"]["uri"]:
                act({"feed.like": "like", "feed.repost": "share"}[kind], did_of(r["subject"]["uri"]))
        elif kind == "graph.follow":
            act("follow", r["subject"])
        elif kind == "feed.post":
            posts.add(uri)
            if "reply" in r:
                act("reply", did_of(r["reply"]["parent"]["uri"]))
            inner = (r.get("embed") or {}).get("record") or {}
            quoted = inner.get("uri") or (inner.get("record") or {}).get("uri") or ""
            if "/app.bsky.feed.post/" in quoted:
                act("quote", did_of(quoted))
            for f in r.get("facets") or []:
                for x in f["features"]:
                    if "did" in x:
                        act("mention", x["did"])
    c = collections.Counter({k: len(v - gone) for k, v in acts.items()})
    c.update(posts=len(posts - gone), collected=len(posts - gone), accounts=len(accounts))
    compare(path, c)


# -------- Bluesky AppView snapshots of its own tests --------


def bodies_of_snapshots():
    folder = os.path.join(data, "posts-bluesky-appview-snapshots")
    for name in sorted(os.listdir(folder)):
        text = open(os.path.join(folder, name), encoding="utf-8").read()
        for i, body in enumerate(re.findall(r"^exports\[`.*?`\] = `\n(.*?)\n`;$", text, re.S | re.M)):
            body = body.replace("\\\\", "\\").replace("\\`", "`")
            body = re.sub(r",(\s*[}\]])", r"\1", body)
            body = re.sub(r": undefined\b", ": null", body)
            try:
                yield f"{name}-{i}", json.loads(body)
            except ValueError:
                continue


def walk(o):
    if isinstance(o, dict):
        yield o
        for v in o.values():
            yield from walk(v)
    elif isinstance(o, list):
        for v in o:
            yield from walk(v)


def check_snapshots():
    """The snapshots have placeholders for ids: they get ids again, a post those of its author."""
    for name, o in bodies_of_snapshots():
        owner = {}
        for d in walk(o):
            author = d.get("author") or {}
            if isinstance(d.get("uri"), str) and isinstance(author, dict) and author.get("did"):
                owner[d["uri"]] = author["did"]

        def real(v):
            if isinstance(v, dict):
                return {k: real(x) for k, x in v.items()}
            if isinstance(v, list):
                return [real(x) for x in v]
            if isinstance(v, str) and re.fullmatch(r"user\(\d+\)", v):
                return "did:plc:user" + v[5:-1]
            if isinstance(v, str) and re.fullmatch(r"record\(\d+\)", v):
                return f"at://{real(owner.get(v, 'user(99)'))}/app.bsky.feed.post/{v[7:-1]}"
            return v

        o = real(o)
        items = o if isinstance(o, list) else [o]
        wanted = set()
        for item in items:
            if not isinstance(item, dict):
                continue
            for key in ("feed", "posts"):
                wanted |= {(p.get("post") or p)["uri"] for p in item.get(key) or [] if not p.get("reason", {}).get("by")}
            if isinstance(item.get("thread"), dict):
                wanted |= {d["post"]["uri"] for d in walk(item["thread"]) if isinstance(d.get("post"), dict)}
            if "post" in item and not item.get("reason", {}).get("by"):
                wanted.add(item["post"]["uri"])
        if not wanted:
            continue
        global checked
        checked += 1
        path = os.path.join(scratch, "view.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(o, f)
        code, found, words = ingest(path)
        if code != 0 or found["collected"] != len(wanted):
            failures.append(f"{name}: exit {code}, collected {found['collected']}, expected {len(wanted)} {words}")


# -------- Mastodon --------


def host(url):
    return url.split("/")[2]


def mastodon_expected(statuses):
    posts, collected, acts = set(), set(), collections.Counter()
    for s in statuses:
        posts.add(s["uri"])
        collected.add(s["uri"])
        for inner in (s.get("reblog"), ((s.get("quote") or {}).get("quoted_status"))):
            if inner:
                posts.add(inner["uri"])
    seen = set()
    for s in statuses:
        if s["uri"] in seen:
            continue
        seen.add(s["uri"])
        if s.get("reblog") and s["reblog"]["account"]["acct"] != s["account"]["acct"]:
            acts["share"] += 1
    return posts, collected, acts


def statuses_in(o):
    items = o if isinstance(o, list) else [o]
    out = []
    for i in items:
        if not isinstance(i, dict):
            continue
        if "account" in i and "content" in i and i.get("uri"):
            out.append(i)
        out += i.get("ancestors") or []
        out += i.get("descendants") or []
        if isinstance(i.get("statuses"), list) and "partial_accounts" not in i and "notification_groups" not in i:
            out += [s for s in i["statuses"] if isinstance(s, dict)]
    return out


def check_mastodon(name, o):
    global checked
    statuses = statuses_in(o)
    if not statuses:
        return
    posts, collected, acts = mastodon_expected(statuses)
    checked += 1
    path = os.path.join(scratch, "mastodon.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(o, f)
    code, found, words = ingest(path)
    got = (code, found["posts"], found["collected"], found["share"])
    want = (0, len(posts), len(collected), acts["share"])
    if got != want:
        failures.append(f"{name}: exit, posts, collected, shares {got}, expected {want} {words}")


def cassette_bodies(text):
    """The JSON bodies of a recording: YAML strings in single or double quotes, folded over lines."""
    for m in re.finditer(r"^ +string: ('(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\")$", text, re.M | re.S):
        raw = m.group(1)
        if raw[0] == "'":
            body = re.sub(r"\n *\n", "\0", raw[1:-1].replace("''", "'"))
            body = re.sub(r"\n +", " ", body).replace("\0", "\n")
        else:
            body = re.sub(r"\\\n +\\?", "", raw[1:-1])
            body = re.sub(r"\n +", " ", body)
            body = re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", body)
            try:
                body = json.loads('"' + re.sub(r"\\U([0-9A-F]{8})", lambda u: chr(int(u.group(1), 16)), body) + '"')
            except ValueError:
                continue
        try:
            yield json.loads(body)
        except ValueError:
            continue


def check_all_mastodon():
    folder = os.path.join(data, "posts-mastodon-gotosocial")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            check_mastodon(name, json.load(open(os.path.join(folder, name), encoding="utf-8")))
    packed = os.path.join(data, "posts-mastodon-cassettes", "mastodon.py-cassettes.tar.zst")
    tar = os.path.join(scratch, "cassettes.tar")
    subprocess.run(["zstd", "-dqf", packed, "-o", tar], check=True)
    with tarfile.open(tar) as t:
        for member in t:
            if member.isfile():
                text = t.extractfile(member).read().decode("utf-8", "replace")
                for i, body in enumerate(cassette_bodies(text)):
                    check_mastodon(f"{os.path.basename(member.name)}-{i}", body)


check_x()
check_jetstream()
check_snapshots()
check_all_mastodon()
print(f"{checked} files and answers compared, {len(failures)} differ")
for f in failures[:20]:
    print(f)
sys.exit(1 if failures or checked < 50 else 0)
