"""Cascades of real people, counted without relais and compared with what `relais ingest` put into a workspace: all
accounts, one post a line by whoever is first, one share by everybody else, the times cut to whole seconds.
Usage: real_cascades.py PROGRAM DATA SCRATCH"""

import glob
import os
import sqlite3
import subprocess
import sys

program, data, scratch = sys.argv[1:4]
failures = []


def expected(paths):
    accounts, posts, shares = set(), [], set()
    for path in paths:
        for line in open(path):
            words = line.split()
            if not words:
                continue
            seed, times = words[0], {}
            for name, time in zip(words[1::2], words[2::2]):
                times.setdefault(name, int(float(time)))
            times.pop(seed, None)
            accounts |= {seed, *times}
            posts.append(seed)
            shares |= {(name, seed, time, tuple(sorted(times.items()))) for name, time in times.items()}
    return accounts, sorted(posts), sorted(s[:3] for s in shares)


def found(paths, form):
    workspace = os.path.join(scratch, form + ".relais")
    run = subprocess.run([program, "ingest", workspace, *paths, "--quiet"], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"exit {run.returncode}: {run.stderr}")
    db = sqlite3.connect(workspace)
    accounts = {key.split(":", 1)[1] for (key,) in db.execute("SELECT key FROM account")}
    name = dict((row, key.split(":", 1)[1]) for row, key in db.execute("SELECT id, key FROM account"))
    posts = sorted(name[a] for (a,) in db.execute("SELECT author FROM post WHERE kind = 'original'"))
    shares = sorted((name[s], name[t], time) for s, t, time in
                    db.execute("SELECT source, target, time FROM interaction WHERE kind = 'share'"))
    others = db.execute("SELECT count(*) FROM interaction WHERE kind <> 'share'").fetchone()[0]
    db.close()
    return accounts, posts, shares, others


def as_pairs(path):
    """The same cascades in the other form, as of a day in 2021, the acts of a line turned round."""
    other = os.path.join(scratch, os.path.basename(path) + ".pairs")
    with open(other, "w") as out:
        for line in open(path):
            words = line.split()
            acts = [(words[0], 0)] + [(n, int(float(t))) for n, t in zip(words[1::2], words[2::2])]
            out.write(" ".join(f"{name},{time + 1617235200}" for name, time in reversed(acts)) + "\n")
    return other


def check(what, a, b):
    if a != b:
        failures.append(f"{what}: found {len(a)}, expected {len(b)}, first difference "
                        f"{next((x for x in zip(a, b) if x[0] != x[1]), None)}")


paths = sorted(glob.glob(os.path.join(data, "*_t*.txt")) + glob.glob(os.path.join(data, "*_val.txt")))
accounts, posts, shares = expected(paths)
for form, files, shift in (("seed", paths, 0), ("pairs", [as_pairs(p) for p in paths], 1617235200)):
    a, p, s, others = found(files, form)
    check(f"{form}: accounts", sorted(a), sorted(accounts))
    check(f"{form}: posts", p, posts)
    check(f"{form}: shares", s, sorted((x, y, t + shift) for x, y, t in shares))
    if others:
        failures.append(f"{form}: {others} interactions that are no shares")
print(f"{len(paths)} files in two forms: {len(accounts)} accounts, {len(posts)} cascades, {len(shares)} shares")
sys.exit("\n".join(failures) or 0)
