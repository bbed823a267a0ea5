#!/usr/bin/env python3
"""Compares what relais' readers find in a generated campaign with truth/counts.json.
usage: compare_readers.py FOLDER PROGRAM (the dump tool of the build)"""
import json, os, subprocess, sys

folder, program = sys.argv[1:3]
with open(os.path.join(folder, "truth/counts.json"), encoding="utf-8") as f:
    files = json.load(f)["files"]
bad = False
for name, said in files.items():
    if not said["format"]:
        continue
    arguments = [program, os.path.join(folder, name), "--counts"]
    if name == "mastodon_followers.json":
        with open(os.path.join(folder, "truth/communities.csv"), encoding="utf-8") as f:
            arguments += ["--subject", next(l.split(",")[1] for l in f if l.startswith("mastodon,velmio@"))]
    out = subprocess.run(arguments, capture_output=True, text=True)
    if out.returncode:
        print(f"{name}: exit {out.returncode}: {out.stderr.strip()}")
        bad = True
        continue
    found = json.loads(out.stdout)
    expected = {"format": said["format"], "records": said["records"], "accounts": sum(said["accounts"].values())}
    expected.update(said["interactions"])
    for key, value in expected.items():
        if found[key] != value:
            print(f"{name}: {key}: counts.json says {value}, the reader finds {found[key]}")
            bad = True
print("the readers find something else" if bad else "the readers find what counts.json says")
sys.exit(bad)
