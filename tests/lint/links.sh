#!/usr/bin/env bash
# What the documentation points at is there: the links of every page with their headings, paths of the project between
# backquotes, and a line of docs/formats/README.md for each page and each name of `relais formats`.
# usage: links.sh SOURCE-DIR BUILD-DIR PROGRAM
set -u
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
empty=$(mktemp -d) || exit 2
trap 'rm -rf "$empty"' EXIT
names=$(XDG_CONFIG_HOME=$empty "$3" formats --json) || exit 1
python3 - "$1" "$names" <<'PYTHON'
import json
import os
import re
import sys

root, names = sys.argv[1:3]
os.chdir(root)
PARTS = ("algorithms", "bench", "cmake", "datasets", "docs", "graph", "ingest", "po", "scripts", "src", "tests", "web")
bad = 0


def fail(sentence):
    global bad
    bad += 1
    print(sentence)


def text_of(path):
    """The page without its blocks of code."""
    with open(path, encoding="utf-8") as f:
        return re.sub(r"^```.*?^```", "", f.read(), flags=re.M | re.S)


def anchors(path):
    headings = re.findall(r"^#+ +(.*)", text_of(path), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def pages():
    for folder, below, files in os.walk("."):
        below[:] = [b for b in below if b[0] != "." and not b.startswith("build") and b != "node_modules"]
        yield from (os.path.normpath(os.path.join(folder, f)) for f in files if f.endswith(".md"))


links = paths = 0
for page in sorted(pages()):
    text = text_of(page)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "``", text)):
        if re.match(r"[a-z]+:", target):
            continue
        links += 1
        path, _, anchor = target.partition("#")
        path = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        if not os.path.exists(path):
            fail(f"{page}: links to '{target}', which is not there")
        elif anchor and anchor not in anchors(path):
            fail(f"{page}: links to '{target}', which has no such heading")
    for path in re.findall(r"`((?:%s)/[A-Za-z0-9_./-]+)`" % "|".join(PARTS), text):
        paths += 1
        if not os.path.exists(path) and not os.path.exists(os.path.join(os.path.dirname(page), path)):
            fail(f"{page}: names `{path}`, which is not there")

index = text_of("docs/formats/README.md")
listed = {json.loads(line)["name"] for line in names.splitlines()}
for name in sorted(listed - set(re.findall(r"`([^`\n]+)`", index))):
    fail(f"docs/formats/README.md: `{name}` of 'relais formats' is missing")
for page in sorted(os.listdir("docs/formats")):
    if page != "README.md" and f"]({page}" not in index:
        fail(f"docs/formats/README.md: no link to {page}")
print(f"{links} links, {paths} paths, {len(listed)} formats: {bad} wrong")
sys.exit(bad > 0 or not links or not paths or not listed)
PYTHON
