"""What relais learns, against what is true: the probabilities of generated campaigns, and cascades of real people.

usage: learning.py PROGRAM GENERATOR DATA SCRATCH    DATA: folder of real data, may be absent
"""
import collections
import csv
import gzip
import json
import os
import subprocess
import sys

program, generator, data, scratch = sys.argv[1:5]
failed = 0


def check(condition, words):
    global failed
    if not condition:
        failed += 1
        print("not true:", words)


def run(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    check(done.returncode == 0, f"{arguments}: {done.stderr}")
    return done


def relative(path):
    return os.path.join(scratch, path)


def generate(posts):
    """The follows and the cascades of a campaign as text, and the true probability of each follow."""
    folder = relative(f"campaign{posts}")
    subprocess.run([generator, "campaign", "-o", folder, "--accounts", "200", "--posts", str(posts), "--seed", "5"],
                   check=True, capture_output=True)
    truth = {}
    with gzip.open(f"{folder}/truth/edges.csv.gz", "rt") as rows, open(relative("follows.el"), "w") as follows:
        for row in csv.DictReader(rows):
            follower, influencer = (f'{row["platform"]}:{row[who]}' for who in ("follower", "influencer"))
            truth[follower, influencer] = float(row["probability"])
            follows.write(f"{follower}\t{influencer}\n")
    cascades = collections.OrderedDict()
    with open(f"{folder}/truth/cascades.csv") as rows:
        for row in csv.DictReader(rows):
            act = f'{row["platform"]}:{row["account"]},{row["time"]}'
            cascades.setdefault((row["platform"], row["cascade"]), []).append(act)
    with open(relative("cascades.txt"), "w") as lines:
        lines.writelines(" ".join(acts) + "\n" for acts in cascades.values())
    return truth, len(cascades)


def mean_error(truth, p):
    return sum(abs(p(edge) - true) for edge, true in truth.items()) / len(truth)


def known_truth_comes_back():
    before = 1
    for posts in (1000, 4000, 16000):
        truth, cascades = generate(posts)
        answer = json.loads(run("learn", relative("follows.el"), "--cascades", relative("cascades.txt"), "-o",
                                relative("p.csv"), "--json").stdout)
        with open(relative("p.csv")) as rows:
            learned = {(row["source"], row["target"]): float(row["p"]) for row in csv.DictReader(rows)}
        check(learned.keys() == truth.keys(), "every follow has a probability")
        uniform = sum(truth.values()) / len(truth)
        error = mean_error(truth, learned.__getitem__)
        blind = mean_error(truth, lambda edge: uniform)
        print(f"{cascades} cascades: mean absolute error {error:.4f}; the same probability for all {blind:.4f}"
              f" ({answer['method']}, {answer['base']}, prior {answer['prior']:g})")
        check(error < before and error < blind, "more cascades tell more")
        before = error


def beats_what_needs_no_learning():
    folder = os.path.join(data, "cascades-stackexchange")
    if not os.path.isdir(folder):
        print(f"skipped: no real cascades in '{data}'")
        return
    part = {name: f"{folder}/christianity_{name}.txt" for name in ("train", "val", "test")}
    done = run("learn", f"{folder}/christianity_graph.txt.gz", "--cascades", part["train"], "--validate", part["val"],
               "--test", part["test"], "--json")
    check("'2897 35624' looks like a heading" in done.stderr, "the first line is no edge")
    answer = json.loads(done.stdout)
    models = {model["model"]: model for model in answer["held_out"]["models"]}
    columns = ("log_likelihood", "calibration_error", "spread_correlation", "spread_mean_error",
               "spread_root_mean_square_error", "initiator_rank")
    for name, model in models.items():
        print(f"{name:16}", "  ".join(f"{key} {model[key]:.4g}" for key in columns))
    learned = models.pop("learned")
    for name, rival in models.items():
        for key in columns:
            more = key in ("log_likelihood", "spread_correlation")
            check((learned[key] > rival[key]) if more else (learned[key] < rival[key]), f"{key}: better than {name}")
    check(answer["held_out"]["situations"] == 128303 and answer["held_out"]["reached"] == 2570, "situations")


known_truth_comes_back()
beats_what_needs_no_learning()
sys.exit(failed != 0)
