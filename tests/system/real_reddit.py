"""Counts in real replies of Reddit's API, found independently of relais. Usage: real_reddit.py PROGRAM DATA SCRATCH

SCRATCH/recordings holds recordings of a client library's tests. The JSON bodies of each group of tests become one file, one
body a line; some hold nothing for a graph (tokens, settings, friends of the account that asked), which is counted, not
refused. Dumps (posts-reddit-pushshift) are read as they are where they are there.
"""

import base64
import collections
import glob
import json
import os
import re
import subprocess
import sys
import zlib

from real_workspace import Check

program, data, scratch = sys.argv[1:4]
check = Check(program, scratch)
GONE = {"[deleted]", "[removed]", "[deleted by user]", "[ Removed by Reddit ]"}
LINK = re.compile(r'https?://[^\s<>"]+')
USER = re.compile(r"(?:^|(?<=[^A-Za-z0-9_@#&/.]))/?[uU]/((?:\\_|[A-Za-z0-9_-])+)")


class Expected:
    def __init__(self):
        self.accounts, self.observed, self.author = set(), set(), {}
        self.collected, self.tags = set(), set()
        self.acts, self.target = collections.defaultdict(set), {}

    def account(self, name):
        if not isinstance(name, str) or not name or name in GONE:
            return None
        self.accounts.add(name.lower())
        return name.lower()

    def post(self, o, kind, collected=True):
        who = self.account(o.get("author"))
        if not who:
            return None
        post = o.get("name") if str(o.get("name")).startswith(kind) else kind + o["id"]
        self.author[post] = who
        self.tags.add((post, o["subreddit"]))
        if not collected:
            return who
        first = post not in self.collected
        self.collected.add(post)
        self.observed.add(who)
        shared = None
        if kind == "t1_":
            parent = o.get("parent_id") or o.get("link_id")
            # One recording was changed by hand to give a comment another parent: then it answers both.
            self.acts["comment" if parent.startswith("t3") else "reply"].add((post, parent))
            named = self.account(o.get("link_author")) if parent.startswith("t3") else None
            self.target.setdefault((post, parent), named)
        elif o.get("crosspost_parent"):
            for original in o.get("crosspost_parent_list", [])[:1]:
                shared = self.post(original, "t3_", False)
            self.acts["share"].add((post, o["crosspost_parent"]))
            self.target[post, o["crosspost_parent"]] = shared
        if not first:  # the words of the first reading stay
            return who
        parts = [o.get(k) for k in (("body",) if kind == "t1_" else ("title", "selftext"))]
        text = "\n\n".join(p.replace("&amp;", "&") for p in parts if p and p not in GONE)
        for m in USER.finditer(LINK.sub(" ", text)):
            name = m.group(1).replace("\\", "")
            if 3 <= len(name) <= 20:
                to = self.account(name)
                if to != who and to != shared:
                    self.acts["mention"].add((post, to))
        return who

    def thing(self, o):
        kind, d = o.get("kind"), o.get("data")
        if kind == "Listing":
            for c in d.get("children") or []:
                self.thing(c)
        elif kind == "t1" and "body" in d and (d.get("parent_id") or d.get("link_id")):
            self.post(d, "t1_")
            if d.get("replies"):
                self.thing(d["replies"])
        elif kind == "t3" and "title" in d:
            self.post(d, "t3_")
        elif kind == "t2":
            self.observed.add(self.account(d["name"]))

    def record(self, o):
        if isinstance(o, list):
            for x in o:
                self.record(x)
        elif not isinstance(o, dict):
            return
        elif "kind" in o:
            self.thing(o)
        elif "body" in o and ("parent_id" in o or "link_id" in o):
            self.post(o, "t1_")
        elif "title" in o and "subreddit" in o and "permalink" in o:
            self.post(o, "t3_")
        elif isinstance((o.get("json") or {}).get("data"), dict):
            for t in o["json"]["data"].get("things") or []:
                self.thing(t)
        elif "name" in o and ("comment_karma" in o or "link_karma" in o):
            self.observed.add(self.account(o["name"]))
        elif o and all(k.startswith("t2_") for k in o):
            for u in o.values():
                self.observed.add(self.account(u["name"]))

    def result(self):
        if not self.accounts:
            return None
        for (post, parent), named in self.target.items():
            if (named or self.author.get(parent)) == self.author[post]:  # answers to oneself are left out
                for kind in ("comment", "reply", "share"):
                    self.acts[kind].discard((post, parent))
        c = collections.Counter({k: len(v) for k, v in self.acts.items()})
        c.update(posts=len(self.author), collected=len(self.collected), accounts=len(self.accounts),
                 observed=len(self.observed), tags=len(self.tags))
        return c


def bodies(path):
    with open(path, encoding="utf-8") as f:
        recording = json.load(f)
    for exchange in recording["interactions"]:
        body = exchange["response"]["body"]
        text = body.get("string")
        if text is None:
            raw = base64.b64decode(body.get("base64_string") or "")
            text = zlib.decompress(raw, 16 + zlib.MAX_WBITS).decode("utf-8") if raw else ""
        try:
            reply = json.loads(text)
        except ValueError:
            continue
        if reply and not isinstance(reply, str) and "access_token" not in reply:
            yield reply


def write(path, records):
    with open(path, "w", encoding="utf-8") as f:
        for r in records:
            f.write(json.dumps(r) + "\n")


groups = collections.defaultdict(list)
for path in sorted(glob.glob(os.path.join(scratch, "recordings", "**", "*.json"), recursive=True)):
    groups[os.path.basename(path).split(".")[0]] += bodies(path)
everything = Expected()
for name, records in sorted(groups.items()):
    expected = Expected()
    for r in records:
        expected.record(r)
        everything.record(r)
    path = os.path.join(scratch, name + ".jsonl")
    write(path, records)
    # The first replies of one group are not about posts, so its format is said.
    check.compare(name, [path], expected.result(), *(["--format", "reddit"] if name == "TestRedditor" else []))
check.compare("all recordings", sorted(glob.glob(os.path.join(scratch, "*.jsonl"))), everything.result(), "--format", "reddit")

for path in sorted(glob.glob(os.path.join(data, "posts-reddit-pushshift", "*.zst"))):
    expected = Expected()
    lines = subprocess.run(["zstd", "-dcq", "--long=31", path], capture_output=True, check=True).stdout
    for line in lines.splitlines():
        expected.record(json.loads(line))
    check.compare(os.path.basename(path), [path], expected.result())
if everything.result()["posts"] < 2000:
    check.failures.append(f"{everything.result()['posts']} posts in the recordings, expected 2000 or more")
print(dict(everything.result()))
sys.exit(check.done("files of Reddit"))
