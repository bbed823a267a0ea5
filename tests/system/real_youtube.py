#!/usr/bin/env python3
"""Counts accounts, posts and interactions of real replies of the YouTube Data API by itself and compares with what
relais stored. Arguments: program, folder of the replies, scratch folder.

A file with nothing for us is refused with exit 3; it must be one of the kinds below, which name channels or videos
without saying who did what to whom: NOTHING says why."""
import collections
import json
import os
import re
import sqlite3
import subprocess
import sys

program, data, scratch = sys.argv[1:4]
failures = []
outcomes = collections.Counter()

NOTHING = {
    "youtube#videoAbuseReportReason": "a list of words",
    "youtube#activity": "these were asked for without contentDetails: no video is named",
    "youtube#caption": "subtitles",
    "youtube#channelBannerResource": "a picture",
    "youtube#channelSection": "the layout of a channel's page",
    "youtube#guideCategory": "a list of words",
    "youtube#videoCategory": "a list of words",
    "youtube#i18nLanguage": "a list of words",
    "youtube#i18nRegion": "a list of words",
    "youtube#member": "paid memberships, no public act",
    "youtube#membershipsLevel": "paid memberships, no public act",
    "youtube#playlist": "a list without its videos",
    "youtube#playlistItem": "videos whose channel the item does not name (the list is not the channel's own uploads)",
    "youtube#videoGetRatingResponse": "the rating of whoever asked, who is not named",
}


class Count:
    def __init__(self):
        self.accounts, self.posts = set(), {}
        self.acts, self.open, self.selves = collections.defaultdict(set), [], 0
        self.unused = set()

    def act(self, kind, who, whom, key, post=None):
        """whom None: the author of `post`, if some file tells."""
        self.accounts.add(who)
        if whom:
            self.accounts.add(whom)
        if whom == who:
            return
        if whom or post:
            self.acts[kind].add((who, key))
        if not whom and post:
            self.open.append((kind, (who, key), who, post))

    def comment(self, c, thread, top):
        s = c["snippet"]
        who = s["authorChannelId"]["value"]
        self.accounts.add(who)
        self.posts[c["id"]] = who
        parent = s.get("parentId") or (c["id"].split(".")[0] if "." in c["id"] else None)
        if parent:
            whom = top["snippet"]["authorChannelId"]["value"] if top else None
            m = re.match("@", s.get("textOriginal", ""))
            assert not m, "a reply that begins with a name: extend this script"
            self.act("reply", who, whom, c["id"], parent)
        else:
            owner = thread.get("channelId") or s.get("channelId")
            self.act("comment", who, owner, c["id"], s.get("videoId") or thread.get("videoId"))

    def item(self, o):
        kind, s = o.get("kind"), o.get("snippet") or {}
        if kind == "youtube#commentThread":
            top = s["topLevelComment"]
            self.comment(top, s, top)
            for c in (o.get("replies") or {}).get("comments", []):
                self.comment(c, s, top)
        elif kind == "youtube#comment":
            self.comment(o, {}, None)
        elif kind == "youtube#video":
            self.posts[o["id"]] = s["channelId"]
            self.accounts.add(s["channelId"])
        elif kind == "youtube#channel":
            self.accounts.add(o["id"])
        elif kind == "youtube#subscription":
            to = s["resourceId"]["channelId"]
            self.act("follow", s["channelId"], to, to)
        elif kind == "youtube#searchResult" and "videoId" in o["id"]:
            self.posts[o["id"]["videoId"]] = s["channelId"]
            self.accounts.add(s["channelId"])
        elif kind == "youtube#searchResult" and "channelId" in o["id"]:
            self.accounts.add(o["id"]["channelId"])
        elif kind == "youtube#playlistItem" and (s["playlistId"][2:] == s["channelId"][2:] or "videoOwnerChannelId" in s):
            self.posts[s["resourceId"]["videoId"]] = owner = s.get("videoOwnerChannelId", s["channelId"])
            self.accounts.add(owner)
        else:
            self.unused.add(kind)

    def read(self, o):
        if "items" in o:
            for item in o["items"]:
                self.item(item if "kind" in item else {"kind": o["kind"], **item})
        elif str(o.get("kind", "")).startswith("youtube#"):
            self.item(o)

    def expected(self):
        """None: nothing that could be stored."""
        for kind, key, who, post in self.open:
            if self.posts.get(post) == who:
                self.acts[kind].discard(key)
        if not self.accounts:
            return None
        c = collections.Counter({k: len(v) for k, v in self.acts.items() if v})
        c.update(accounts=len(self.accounts), posts=len(self.posts))
        return c


def stored(paths):
    workspace = os.path.join(scratch, "w.relais")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(workspace + end):
            os.unlink(workspace + end)
    run = subprocess.run([program, "ingest", workspace, *paths, "--quiet"], capture_output=True, text=True)
    found = collections.Counter()
    if run.returncode == 0:
        db = sqlite3.connect(workspace)
        for what, table in (("accounts", "account"), ("posts", "post")):
            found[what] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for kind, n in db.execute("SELECT kind, count(*) FROM interaction GROUP BY kind"):
            found[kind] = n
        db.close()
    return run.returncode, found, run.stderr


def compare(name, paths, expected):
    code, found, words = stored(paths)
    if expected is None:
        outcomes["refused"] += 1
        if code != 3:
            failures.append(f"{name}: exit {code}, expected 3: {words}")
        return
    outcomes["compared"] += 1
    wrong = {k: (found[k], expected[k]) for k in set(found) | set(expected) if found[k] != expected[k]}
    if code != 0 or wrong:
        failures.append(f"{name}: exit {code}, (found, expected) {wrong} {words}")


everything, usable = Count(), []
for folder, _, names in sorted(os.walk(data)):
    for file in sorted(names):
        if not file.endswith(".json"):
            continue
        path = os.path.join(folder, file)
        o = json.load(open(path, encoding="utf-8"))
        count = Count()
        count.read(o)
        compare(os.path.relpath(path, data), [path], count.expected())
        if count.accounts:
            usable.append(path)
            everything.read(o)
        elif str(o.get("kind", "")).startswith("youtube#"):
            outcomes["with nothing for us"] += 1
            unexplained = count.unused - set(NOTHING)
            # A page without items says nothing either.
            if unexplained or not (count.unused or o.get("items") == []):
                failures.append(f"{path}: not read, and not said why: {unexplained}")
# One after the other into one workspace: what one file leaves open another one answers, and nothing counts twice.
compare("all together", usable, everything.expected())

print(f"{sum(outcomes.values()) - outcomes['with nothing for us']} checks: {dict(outcomes)}, {len(failures)} differ")
for f in failures[:20]:
    print(f)
sys.exit(1 if failures or outcomes["compared"] < 30 or outcomes["refused"] < 20 else 0)
