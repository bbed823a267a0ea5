#!/usr/bin/env python3
"""Runs every command of the README's ```console blocks and compares what it prints with what stands there.

usage: readme.py README PROGRAM SAMPLE_FOLDER [--update]

A line that begins with "$ " is a command, the lines below it are its output (standard output and error together). "..." alone stands for
any number of lines. Times, rates and memory differ from run to run: their numbers are replaced by "#" on both sides.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def normalise(line):
    line = re.sub(r"\d+([.,]\d+)?( [kMG])?(?=\s*(s|ms|MB/s|/s|MiB|min)\b)", "#", line)
    return line.rstrip()


def steady(lines):
    """The lines without those of a table that come and go with the speed of the machine."""
    return [x for x in lines if not re.match(r"(seconds|records per second|interactions per second|memory of the buffers|"
                                             r"secondes|enregistrements par seconde|interactions par seconde|"
                                             r"mémoire des tampons) ", x)]


def matches(expected, found):
    """Whether found agrees with expected, in which "..." stands for any lines."""
    if not expected:
        return not found
    if expected[0] == "...":
        return any(matches(expected[1:], found[i:]) for i in range(len(found) + 1))
    return bool(found) and normalise(expected[0]) == normalise(found[0]) and matches(expected[1:], found[1:])


def run(command, folder, program):
    env = dict(os.environ, PATH=os.path.dirname(program) + ":" + os.environ["PATH"], NO_COLOR="1", LC_ALL="C.UTF-8")
    env.pop("LANGUAGE", None)
    done = subprocess.run(command, shell=True, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=120)
    return done.returncode, done.stdout.splitlines()


def main():
    readme, program, sample = sys.argv[1:4]
    update = sys.argv[4:] == ["--update"]
    lines = open(readme, encoding="utf-8").read().splitlines()
    folder = tempfile.mkdtemp()
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    out, failed, commands, inside, i = [], 0, 0, False, 0
    while i < len(lines):
        line = lines[i]
        i += 1
        out.append(line)
        if line.startswith("```"):
            inside = line == "```console"
        if not inside or not line.startswith("$ "):
            continue
        expected = []
        while i < len(lines) and not lines[i].startswith(("$ ", "```")):
            expected.append(lines[i])
            i += 1
        while expected and not expected[-1].strip():
            expected.pop()
        status, found = run(line[2:], folder, program)
        while found and not found[-1].strip():
            found.pop()
        commands += 1
        if update:
            out += found + ([""] if i < len(lines) and lines[i].startswith("$ ") else [])
        if status != 0:
            failed += 1
            print(f"{readme}: '{line[2:]}' ended with {status}:", *found, sep="\n  ")
        elif not update and not matches(steady(expected), steady(found)):
            failed += 1
            print(f"{readme}: '{line[2:]}' printed something else. Expected:", *expected, sep="\n  ")
            print("found:", *found, sep="\n  ")
    shutil.rmtree(folder)
    if update:
        open(readme, "w", encoding="utf-8").write("\n".join(out) + "\n")
    print(f"{readme}: {commands} commands, {failed} failed")
    sys.exit(1 if failed or commands == 0 else 0)


main()
