"""Counts every trait of score cards again, with nothing of relais but its output and SQLite's own library, and compares.
usage: card.py WORKSPACE POLICIES CARDS.json [POLICY=CARDS.json ...]; make: card.py --prepare WORKSPACE"""
import bisect
import collections
import json
import math
import os
import re
import sqlite3
import statistics
import sys

DAY, WEEK = 86400, 7 * 86400
BRAND, COMPETITOR = ["velmio"], ["norvane", "kestrelo"]
BRAND_HANDLES, COMPETITOR_HANDLES = ["velmio"], ["norvane_bikes"]


def prepare(path):
    """What the sample lacks: larger accounts, profiles of several days, a brand, a bot, default handles."""
    db = sqlite3.connect(path)
    db.execute("UPDATE account SET followers = followers * 30 WHERE id % 3 > 0")
    db.execute("UPDATE account SET bot = id % 40 = 0 WHERE id % 4 = 0 AND observed = 1")
    db.execute("UPDATE account SET following = following * 100 WHERE id % 7 = 0")
    db.execute("UPDATE account SET handle = handle || '48213' WHERE id % 29 = 0 AND instr(handle, '@') = 0 AND instr(handle, '.') = 0")
    db.execute("UPDATE account SET created = (SELECT max(time) FROM post) - id * 3600 WHERE id % 13 = 0 AND observed = 1")
    busy = [r[0] for r in db.execute("SELECT author FROM post WHERE likes > 0 GROUP BY author ORDER BY count(*) DESC LIMIT 16")]
    db.executemany("UPDATE account SET followers = followers + 2000 WHERE id = ?", [(v,) for v in busy])
    own = [r[0] for r in db.execute("SELECT id FROM post WHERE kind <> 'share' AND likes IS NOT NULL AND id % 5 > 0")]
    db.executemany("UPDATE post SET author = ?, views = ifnull(views, likes + id % 11 + 1) WHERE id = ?",
                   [(busy[i % 16], post) for i, post in enumerate(own)])
    db.execute("UPDATE post SET views = NULL WHERE id % 19 = 0")
    db.execute("UPDATE post SET time = NULL WHERE id % 97 = 0")
    for days, factor in ((3, 1.1), (9, 1.8), (40, 2.5)):
        db.execute("INSERT OR IGNORE INTO profile SELECT account, day - ? * 86400, seen_at - ? * 86400,"
                   " CAST(followers / ? AS INTEGER), following, posts FROM (SELECT account, max(day) AS day, seen_at, followers,"
                   " following, posts FROM profile GROUP BY account) WHERE account % ? = 0", (days, days, factor, 1 + days % 5))
    rows = [("Velmio", 1, "keyword", w) for w in BRAND] + [("Velmio", 1, "handle", w) for w in BRAND_HANDLES]
    rows += [("Rivals", 0, "keyword", w) for w in COMPETITOR] + [("Rivals", 0, "handle", w) for w in COMPETITOR_HANDLES]
    db.executemany("INSERT INTO brand(name, own, what, value) VALUES(?,?,?,?)", rows)
    db.commit()


def names(text, tags, keywords, handles):
    text = (text or "").lower()
    word = any(re.search(r"(?<![^\W_])" + re.escape(k) + r"(?![^\W_])", text) for k in keywords)
    handle = any(re.search(r"(?<![^\W])@" + re.escape(h) + r"(?!\w)", text) for h in handles)
    return word or handle or any(t.lower() in keywords for t in tags)


class Recount:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.row_factory = sqlite3.Row
        self.account = {r["id"]: r for r in self.db.execute("SELECT * FROM account")}
        self.read_graph()
        self.value = collections.defaultdict(dict)  # trait -> account -> number
        self.sample = collections.defaultdict(dict)
        self.profiles()
        self.posts()
        self.acts()
        self.growth()

    def put(self, trait, v, value, sample=None):
        self.value[trait][v] = value
        if sample is not None:
            self.sample[trait][v] = sample

    def read_graph(self):
        self.followed_by = collections.defaultdict(set)
        self.vertices = set()
        for source, target in self.db.execute("SELECT source, target FROM interaction WHERE target IS NOT NULL"):
            self.followed_by[target].add(source)
            self.vertices |= {source, target}

    def profiles(self):
        for v in self.vertices:
            a = self.account[v]
            self.put("audience", v, len(self.followed_by[v]))
            near = set(self.followed_by[v])
            for u in self.followed_by[v]:
                near |= self.followed_by[u]
            self.put("reachable", v, len(near - {v}))
            if a["followers"] is not None:
                self.put("followers", v, a["followers"])
            if a["bot"] is not None:
                self.put("bot_flag", v, a["bot"])
            if a["followers"] is not None and a["following"]:
                self.put("follower_ratio", v, a["followers"] / a["following"], a["following"])
            if a["handle"]:
                own = re.split("[@.]", a["handle"])[0]
                self.put("handle_digits", v, len(re.search(r"[0-9]*$", own).group()))

    def posts(self):
        tags = collections.defaultdict(list)
        for post, tag in self.db.execute("SELECT post, tag FROM post_tag"):
            tags[post].append(tag)
        rows = list(self.db.execute("SELECT * FROM post ORDER BY id"))
        by_id = {(r["platform"], r["native_id"]): r["id"] for r in rows}
        own = {r["id"]: names(r["text"], tags[r["id"]], BRAND, BRAND_HANDLES) for r in rows}
        rival = {r["id"]: names(r["text"], tags[r["id"]], COMPETITOR, COMPETITOR_HANDLES) for r in rows}
        handle = {i: (a["handle"] or "").lower() for i, a in self.account.items()}
        for post, target in self.db.execute("SELECT post, target FROM interaction WHERE post IS NOT NULL AND target IS NOT NULL"):
            own[post] |= handle[target] in BRAND_HANDLES
            rival[post] |= handle[target] in COMPETITOR_HANDLES
        about = {}
        for r in rows:
            shared = by_id.get((r["platform"], r["target_post"])) if r["kind"] == "share" else None
            about[r["id"]] = (own[r["id"]] or (shared and own[shared]), rival[r["id"]] or (shared and rival[shared]))
        mine = collections.defaultdict(list)
        for r in rows:
            if r["collected"] and r["author"] in self.vertices:
                mine[r["author"]].append(r)
        self.mine = mine
        times = [r["time"] for p in mine.values() for r in p if r["time"] is not None]
        self.first, self.last = min(times), max(times)
        every = [about[r["id"]][0] for p in mine.values() for r in p]
        brand_share = sum(map(bool, every)) / len(every)
        for v in self.vertices:
            a = self.account[v]
            if a["created"] is not None and a["created"] <= self.last:
                days = (self.last - a["created"]) / DAY
                self.put("account_age", v, days)
                if a["posts"] is not None:
                    self.put("posts_per_day", v, a["posts"] / max(days, 1), int(days))
            if mine[v]:
                self.of_posts(v, mine[v], about, brand_share)

    def of_posts(self, v, posts, about, brand_share):
        n = len(posts)
        named = [r for r in posts if about[r["id"]][0]]
        self.put("brand_share", v, len(named) / n, n)
        self.put("brand_lift", v, len(named) / n / brand_share, n)
        self.put("competitor_share", v, sum(1 for r in posts if about[r["id"]][1]) / n, n)
        dated = [r["time"] for r in named if r["time"] is not None]
        if dated:
            self.put("brand_age", v, (self.last - max(dated)) / DAY, len(named))
        times = sorted(r["time"] for r in posts if r["time"] is not None)
        if times:
            weeks = (self.last - self.first) // WEEK + 1
            self.put("posts_per_week", v, len(times) / max(1, (self.last - self.first) / WEEK), len(times))
            self.put("active_weeks", v, len({(t - self.first) // WEEK for t in times}) / weeks, weeks)
            self.put("busiest_day", v, max(collections.Counter(t // DAY for t in times).values()), len(times))
        gaps = sorted(b - a for a, b in zip(times, times[1:]))
        if len(gaps) >= 9:
            m, s = statistics.fmean(gaps), statistics.pstdev(gaps)
            self.put("burstiness", v, (s - m) / (s + m) if s + m else -1, len(gaps))
            median = gaps[len(gaps) // 2]
            near = sum(1 for g in gaps if abs(g - median) <= max(1, 0.02 * median))
            self.put("regular_intervals", v, near / len(gaps), len(gaps))
        self.of_own(v, [r for r in posts if r["kind"] != "share"])

    def of_own(self, v, posts):
        counts = ("likes", "replies", "shares", "quotes")
        counted = [(sum(r[c] for c in counts if r[c] is not None), r["views"]) for r in posts
                   if any(r[c] is not None for c in counts)]
        followers = self.account[v]["followers"]
        if len(counted) >= 10 and (followers or 0) >= 2000:
            self.put("engagement_per_follower", v, sum(c for c, _ in counted) / len(counted) / followers, len(counted))
            viewed = [(c, w) for c, w in counted if w]
            if len(viewed) >= 10:
                self.put("engagement_per_view", v, sum(c for c, _ in viewed) / sum(w for _, w in viewed), len(viewed))
        texts = []
        for r in posts:
            if r["text"] is None:
                continue
            words = [w for w in re.split(r"[ \t\n\v\f\r]+", r["text"]) if w and not re.match("https?://.", w)]
            if len(" ".join(words).encode()) >= 20:
                texts.append(" ".join(words))
        if texts:
            self.put("repeated_texts", v, 1 - len(set(texts)) / len(texts), len(texts))

    def acts(self):
        native = dict(self.db.execute("SELECT id, native_id FROM post"))
        to, answers, shares = {}, {}, []
        early, late = collections.Counter(), collections.Counter()
        middle = self.first + (self.last - self.first) // 2
        for kind, source, target, time, count, post, about in self.db.execute(
                "SELECT kind, source, target, time, count, post, target_post FROM interaction WHERE kind <> 'follow'"):
            t = math.inf if time is None else time
            if target is not None and time is not None:
                (early if time < middle else late)[target] += count
            if kind in ("mention", "reply", "quote", "comment") and target is not None and post is not None:
                to[target, native[post]] = min(t, to.get((target, native[post]), math.inf))
            if kind in ("reply", "comment") and about:
                answers[source, about] = min(t, answers.get((source, about), math.inf))
            if kind == "share" and about and time is not None:
                shares.append((about, time, source))
        for v in self.vertices:
            if early[v] + late[v]:
                self.put("momentum", v, (late[v] - early[v]) / (late[v] + early[v]), late[v] + early[v])
        self.answers(to, answers)
        self.concert(shares)

    def answers(self, to, answers):
        got, given, delays = collections.Counter(), collections.Counter(), collections.defaultdict(list)
        for key, time in to.items():
            v = key[0]
            got[v] += 1
            if key not in answers:
                continue
            given[v] += 1
            if time <= answers[key] < math.inf:
                delays[v].append(answers[key] - time)
        for v in self.vertices:
            if self.mine[v] and got[v]:
                self.put("answer_share", v, given[v] / got[v], got[v])
            if self.mine[v] and delays[v]:
                self.put("answer_hours", v, statistics.median(delays[v]) / 3600, len(delays[v]))

    def concert(self, shares):
        of = collections.defaultdict(list)
        for post, time, who in shares:
            of[post].append((time, who))
        near = []  # (share, share, pair of accounts) soon one after the other
        for post, acts in of.items():
            acts.sort()
            near += [((post, i), (post, k), frozenset((acts[i][1], acts[k][1])))
                     for i in range(len(acts)) for k in range(i + 1, min(i + 21, len(acts)))
                     if acts[k][0] - acts[i][0] <= 60 and acts[k][1] != acts[i][1]]
        posts = collections.defaultdict(set)
        for (post, _), _, pair in near:
            posts[pair].add(post)
        together = {share for a, b, pair in near if len(posts[pair]) >= 3 for share in (a, b)}
        n, marked = collections.Counter(), collections.Counter()
        for post, acts in of.items():
            for i, (_, who) in enumerate(acts):
                n[who] += 1
                marked[who] += (post, i) in together
        for v in n:
            self.put("in_concert", v, marked[v] / n[v], n[v])

    def growth(self):
        days = collections.defaultdict(list)
        for v, day, followers in self.db.execute("SELECT account, day, followers FROM profile ORDER BY account, day"):
            if followers is not None and v in self.vertices:
                days[v].append((day, followers))
        for v, rows in days.items():
            (d0, f0), (d1, f1) = rows[0], rows[-1]
            if d1 - d0 >= WEEK:
                self.put("follower_growth", v, (f1 - f0) / (d1 - d0) * 30 * DAY, len(rows))
            jumps = [(b - a) / a for (x, a), (y, b) in zip(rows, rows[1:]) if y - x <= WEEK and a >= 100]
            if jumps:
                self.put("follower_jump", v, max(jumps), len(rows))


LOW = {"brand_age", "answer_hours", "repeated_texts", "regular_intervals", "in_concert", "competitor_share"}
SIGNAL = {"bot_flag": (">=", 1, 0), "account_age": ("<", 30, 0), "follower_ratio": ("<", 0.1, 500),
          "posts_per_day": (">=", 50, 1), "busiest_day": (">=", 50, 0), "repeated_texts": (">=", 0.5, 5),
          "regular_intervals": (">=", 0.5, 9), "handle_digits": (">=", 5, 0), "follower_jump": (">=", 0.5, 2),
          "in_concert": (">=", 0.5, 5)}
TAKEN = {"pagerank", "betweenness"}  # of relais rank, which has oracles of its own


class Standing:
    """Percentiles, signals and policies, from values by trait and account key."""

    def __init__(self, value, sample, order):
        self.value, self.sample, self.order = value, sample, order
        self.rank = {v: i for i, v in enumerate(order)}
        self.percent, self.of_size = {}, {}
        followers = value["followers"]
        self.sized = sorted(followers, key=lambda v: (followers[v], self.rank[v]))
        for t in value:
            self.stand(t)
        self.raised = {v: {t for t in SIGNAL if self.is_raised(t, v)} for v in order}
        self.suspected = {v for v in order if self.raised[v] & {"bot_flag", "in_concert"}
                          or len(self.raised[v] - {"bot_flag", "in_concert"}) >= 2}

    def stand(self, t):
        sign = -1 if t in LOW else 1
        x = {v: sign * y for v, y in self.value[t].items()}
        values = sorted(x.values())

        def share(values, y):
            below, upto = bisect.bisect_left(values, y), bisect.bisect_right(values, y)
            return 100 * (below + (upto - below - 1) / 2) / (len(values) - 1) if len(values) > 1 else 100
        self.percent[t] = {v: share(values, y) for v, y in x.items()}
        row = [v for v in self.sized if v in x]
        self.of_size[t] = {}
        for i, v in enumerate(row):
            start = max(0, min(i - 50, len(row) - 101))
            peers = row[start:start + 101]
            if len(peers) > 10:
                self.of_size[t][v] = share(sorted(x[u] for u in peers), x[v])

    def is_raised(self, t, v):
        side, threshold, least = SIGNAL[t]
        x = self.value[t].get(v)
        if x is None or (least and self.sample[t].get(v, 0) < least):
            return False
        return x >= threshold if side == ">=" else x < threshold

    def judge(self, policy, v, observed):
        """(allowed, score, known) of a policy as it stands in its file."""
        def get(t, table):
            few = v in self.sample[t] and self.sample[t][v] < policy.get("samples", {}).get(t, 0)
            return None if few else table.get(t, {}).get(v)
        ok = observed or not policy.get("observed", False)
        excluded = set(policy.get("exclude", []))
        ok &= not (excluded & self.raised[v]) and not ("suspected_automation" in excluded and v in self.suspected)
        for t, f in policy.get("filters", {}).items():
            x = get(t, self.value)
            if x is None:
                ok &= f.get("missing", policy.get("missing", "fail")) == "pass"
            else:
                ok &= f.get("min", -math.inf) <= x <= f.get("max", math.inf)
        weights = policy.get("weights", {})
        parts = {t: get(t, self.of_size if t.startswith("engagement") else self.percent) for t in weights}
        known = sum(w for t, w in weights.items() if parts[t] is not None)
        score = sum(w * parts[t] for t, w in weights.items() if parts[t] is not None) / known if known else None
        share = known / sum(weights.values())
        return ok and share >= policy.get("known", 0), score, share


def read(path):
    with open(path, encoding="utf-8") as f:
        return {c["account"]: c for c in map(json.loads, f)}


def traits_of(card):
    groups = ("reach", "resonance", "relevance", "sentiment", "activity", "responsiveness", "position", "authenticity",
              "saturation", "growth")
    return {t: x for g in groups for t, x in card[g].items()}


class Compare:
    def __init__(self):
        self.same, self.bad = collections.Counter(), 0

    def check(self, what, account, found, expected):
        if found is None or expected is None:
            good = found is expected
        elif isinstance(expected, (bool, set)):
            good = found == expected
        else:
            good = math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
        self.same[what] += good
        if not good:
            self.bad += 1
            if self.bad < 20:
                print(f"{account} {what}: relais {found}, recount {expected}")


def main(workspace, policies, cards_path, *judged):
    again = Recount(workspace)
    cards = read(cards_path)
    key = {v: again.account[v]["key"] for v in again.vertices}
    c = Compare()
    if set(key.values()) != set(cards):
        sys.exit("not the same accounts")
    value = {t: {key[v]: x for v, x in of.items() if v in key} for t, of in again.value.items()}
    sample = collections.defaultdict(dict, {t: {key[v]: x for v, x in of.items() if v in key} for t, of in again.sample.items()})
    for t in TAKEN:
        value[t] = {k: traits_of(card)[t]["value"] for k, card in cards.items()}
    for k, card in cards.items():
        for t, x in traits_of(card).items():
            if t not in TAKEN:
                c.check(t, k, x["value"], value.get(t, {}).get(k))
            if x["value"] is not None and k in sample[t]:
                c.check(t + " sample", k, x["sample"], sample[t][k])
    empty = sorted(t for t in traits_of(card) if not c.same[t] and t not in TAKEN)
    known = {t: len(of) for t, of in value.items()}
    order = [key[v] for v in sorted(key)]
    s = Standing(value, sample, order)
    for k, card in cards.items():
        for t, x in traits_of(card).items():
            c.check("percentile", k, x.get("percentile"), s.percent.get(t, {}).get(k))
            c.check("peer percentile", k, x.get("peer_percentile"), s.of_size.get(t, {}).get(k))
        c.check("signals", k, set(card["signals"]), s.raised[k])
        c.check("suspected", k, card["suspected_automation"], k in s.suspected)
    for one in judged:
        name, path = one.split("=")
        with open(os.path.join(policies, name + ".json"), encoding="utf-8") as f:
            policy = json.load(f)
        allowed = 0
        for k, card in read(path).items():
            ok, score, share = s.judge(policy, k, card["observed"])
            p = card["policy"]
            c.check(name + " allowed", k, p["allowed"], ok)
            c.check(name + " score", k, p["score"], score)
            c.check(name + " known", k, p["known"], share)
            allowed += ok
        print(f"policy {name}: {allowed} of {len(cards)} allowed")
    print("numbers known by trait:", ", ".join(f"{t} {known[t]}" for t in sorted(known)))
    raised = collections.Counter(t for r in s.raised.values() for t in r)
    print("signals raised:", dict(raised), "suspected:", len(s.suspected))
    lacking = [t for t in traits_of(card) if not known.get(t) and t not in ("sentiment", "participation")]
    if lacking or empty and set(empty) - {"sentiment", "participation"}:
        sys.exit(f"nothing was compared of {lacking or empty}")
    print(f"{sum(c.same.values())} numbers agree, {c.bad} differ")
    sys.exit(c.bad > 0)


if sys.argv[1] == "--prepare":
    prepare(sys.argv[2])
else:
    main(*sys.argv[1:])
