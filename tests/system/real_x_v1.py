"""Counts in real replies of X's API v1.1, found independently of relais. Usage: real_x_v1.py PROGRAM DATA SCRATCH

Every file of the set is read as it is, which refuses lists of followers that do not say whose they are; these are then
read again with --subject. Refused files are such as trends, places, settings and uploads: there is no account in them.
"""

import collections
import json
import os
import re
import shutil
import sys

from real_workspace import Check

program, data, scratch = sys.argv[1:4]
check = Check(program, scratch)
OWNER = "4321"


def ident(o, key="id"):
    """The string form counts, the number only without it."""
    v = o.get(key + "_str")
    if v is None:
        v = o.get(key)
    return None if v is None or isinstance(v, (dict, list)) else str(v)


class Expected:
    def __init__(self, owner=None, following=False):
        self.owner, self.following = owner, following
        self.posts, self.collected = set(), set()
        self.accounts, self.observed, self.names, self.handles = set(), set(), {}, set()
        self.acts = collections.defaultdict(set)
        self.tags, self.links = set(), set()
        self.author, self.open = {}, []
        self.no_subject = 0
        if owner:
            self.wanted_owner = owner

    # -------- accounts --------

    def user(self, u):
        key = ident(u)
        if key is None:
            return None
        self.accounts.add(key)
        if u.get("screen_name"):
            self.names[u["screen_name"].lower()] = key
        if any(u.get(f) is not None for f in ("followers_count", "description", "created_at")):
            self.observed.add(key)
        return key

    def named(self, key, name):
        if key is not None:
            self.accounts.add(key)
            if name:
                self.names.setdefault(name.lower(), key)
            return key
        if name:
            self.handles.add(name.lower())
            return "@" + name.lower()
        return None

    # -------- posts --------

    def words(self, t):
        e = t.get("extended_tweet") or {}
        return e.get("entities") or t.get("entities") or t

    def context(self, t, author=None):
        who = author or (t.get("user") and self.user(t["user"]))
        if not who:
            return None
        self.posts.add(ident(t))
        self.author[ident(t)] = who
        self.content(t, t.get("retweeted_status") or t)
        self.inner(t)
        return who

    def inner(self, t):
        """The authors of the shared and the quoted post, which come along."""
        shared = t.get("retweeted_status") and self.context(t["retweeted_status"])
        quoted = t.get("quoted_status") and self.context(t["quoted_status"])
        return shared, quoted

    def content(self, t, source):
        e = self.words(source)
        quoted = ident(source, "quoted_status_id") or (source.get("quoted_status") and ident(source["quoted_status"]))
        for h in e.get("hashtags") or []:
            self.tags.add((ident(t), h["text"]))
        for u in e.get("urls") or []:
            url = (u.get("unwound") or {}).get("url") or u.get("expanded_url") or u.get("url")
            own = (quoted and url.endswith(quoted)) or url.endswith(ident(source))
            if not own and not u.get("display_url", "").startswith("pic."):
                self.links.add((ident(t), url))

    def act(self, kind, me, to, key, target=None):
        if to is None:
            if target is None:
                return
            self.open.append((kind, me, key, target))
        if to != me:
            self.acts[kind].add(key)

    def post(self, t):
        me, post = self.user(t["user"]) if t.get("user") else None, ident(t)
        if me is None:
            return
        self.posts.add(post)
        self.collected.add(post)
        self.observed.add(me)
        self.author[post] = me
        shared, quoted = self.inner(t)
        self.content(t, t.get("retweeted_status") or t)
        if t.get("retweeted_status"):
            self.act("share", me, shared, post, ident(t["retweeted_status"]))
            return
        answered = ident(t, "in_reply_to_status_id")
        to = self.named(ident(t, "in_reply_to_user_id"), t.get("in_reply_to_screen_name"))
        if answered or to:
            self.act("reply", me, to, post, answered)
        quoted_id = ident(t, "quoted_status_id")
        if t.get("quoted_status") or quoted_id:
            self.act("quote", me, quoted, post, quoted_id or ident(t["quoted_status"]))
        for m in self.words(t).get("user_mentions") or []:
            target = self.named(ident(m), m.get("screen_name"))
            if target:
                self.act("mention", me, target, (post, target))

    # -------- records --------

    def follow(self, other):
        if self.owner:
            self.accounts.add(self.owner)
            pair = (self.owner, other) if self.following else (other, self.owner)
            if pair[0] != pair[1]:
                self.acts["follow"].add(pair)

    def profile(self, u):
        key = self.user(u)
        if key:
            self.follow(key)
            if u.get("status"):
                self.context(u["status"], key)

    def record(self, o):
        if not isinstance(o, dict):
            return
        private = "sender_id" in o or "recipient" in o or "message_create" in o
        if private or ("slug" in o and "member_count" in o) or "connections" in o:
            return
        if "user" in o and "created_at" in o:
            self.post(o)
        elif "statuses" in o:
            for t in o["statuses"]:
                self.record(t)
        elif "users" in o:
            self.no_subject += not self.owner and o.get("next_cursor") is not None
            for u in o["users"]:
                self.profile(u)
        elif "ids" in o:
            self.no_subject += not self.owner
            for i in o["ids"] if self.owner else []:
                self.accounts.add(str(i))
                self.follow(str(i))
        elif "relationship" in o:
            a, b = o["relationship"]["source"], o["relationship"]["target"]
            ka, kb = self.user(a), self.user(b)
            if a["following"]:
                self.acts["follow"].add((ka, kb))
            if a["followed_by"]:
                self.acts["follow"].add((kb, ka))
        elif isinstance(o.get("id"), dict):
            for t in o["id"].values():
                if t:
                    self.record(t)
        elif "screen_name" in o:
            self.profile(o)

    def result(self):
        if not self.accounts:
            return None
        for kind, me, key, target in self.open:
            if self.author.get(target) == me:  # resolved when the post is read, and then with oneself
                self.acts[kind].discard(key)
        known = set(self.names)
        c = collections.Counter({k: len(v) for k, v in self.acts.items()})
        c.update(posts=len(self.posts), collected=len(self.collected), tags=len(self.tags), links=len(self.links),
                 accounts=len(self.accounts) + len(self.handles - known), observed=len(self.observed))
        return c


def records(path):
    text = open(path, encoding="utf-8").read()
    try:
        docs = [json.loads(text)]
    except ValueError:
        docs = [json.loads(line) for line in text.splitlines() if line.strip()]
    for d in docs:
        yield from d if isinstance(d, list) else [d]


def expect(path, owner=None, following=False):
    e = Expected(owner, following)
    for o in records(path):
        e.record(o)
    return e


pages = 0
for folder, _, names in sorted(os.walk(os.path.join(data, "posts-twitter-v1-python-twitter"))):
    for name in sorted(names):
        if not name.endswith(".json"):
            continue
        path = os.path.join(folder, name)
        e = expect(path)
        check.compare(name, [path], e.result())
        first = next(records(path), None)
        if not e.no_subject and not (isinstance(first, dict) and isinstance(first.get("users"), list)):
            continue
        pages += 1
        # The owner on the command line, the side from the name of the file; then both from the name.
        following = bool(re.search("(^|_)friends?(_|[.])", name))
        check.compare(name + " --subject", [path], expect(path, OWNER, following).result(), "--subject", OWNER)
        named = os.path.join(scratch, str(pages), ("friends_" if following else "followers_") + "54321.json")
        os.mkdir(os.path.dirname(named))
        shutil.copy(path, named)
        check.compare(name + " by its name", [named], expect(path, "54321", following).result())
if pages < 20:
    check.failures.append(f"{pages} lists of accounts, expected 20 or more")
sys.exit(check.done("readings of replies of X's API v1.1"))
