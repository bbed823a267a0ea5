"""What the tests on real exports have in common: a file is ingested, what the workspace holds is counted (json and sqlite3 of
the standard library only), and compared with counts found independently of relais."""

import collections
import concurrent.futures
import os
import sqlite3
import subprocess

TABLES = ("posts", "collected", "accounts", "observed", "tags", "links", "ignored")


class Check:
    def __init__(self, program, scratch):
        self.program, self.scratch = program, scratch
        self.failures, self.checked = [], 0
        self.jobs, self.pool = [], concurrent.futures.ThreadPoolExecutor(4)

    def ingest(self, paths, *options, workspace="w.relais", new=True):
        """Exit code, what the workspace holds, and what was said."""
        workspace = os.path.join(self.scratch, workspace)
        for end in ("", "-wal", "-shm") if new else ():
            if os.path.exists(workspace + end):
                os.unlink(workspace + end)
        run = subprocess.run([self.program, "ingest", workspace, *paths, *options, "--quiet"],
                             capture_output=True, text=True)
        return run.returncode, self.count(workspace) if run.returncode == 0 else collections.Counter(), run.stderr

    @staticmethod
    def count(workspace):
        found = collections.Counter()
        db = sqlite3.connect(workspace)
        found["posts"], found["collected"] = db.execute("SELECT count(*), ifnull(sum(collected), 0) FROM post").fetchone()
        found["accounts"], found["observed"] = db.execute("SELECT count(*), ifnull(sum(observed), 0) FROM account").fetchone()
        found["tags"] = db.execute("SELECT count(*) FROM post_tag").fetchone()[0]
        found["links"] = db.execute("SELECT count(*) FROM post_link").fetchone()[0]
        for kind, n in db.execute("SELECT kind, count(*) FROM interaction GROUP BY kind"):
            found[kind] = n
        db.close()
        return found

    def compare(self, name, paths, expected, *options):
        """expected: None when the file is to be refused, else counts; those it does not name are not compared, except
        that a kind of interaction it does not name is not there. Runs beside others."""
        job = self.checked
        self.checked += 1
        self.jobs.append(self.pool.submit(self.compare_now, name, paths, expected, options, f"w{job}.relais"))

    def compare_now(self, name, paths, expected, options, workspace):
        code, found, words = self.ingest(paths, *options, workspace=workspace)
        for end in ("", "-wal", "-shm"):
            if os.path.exists(os.path.join(self.scratch, workspace + end)):
                os.unlink(os.path.join(self.scratch, workspace + end))
        if expected is None:
            return [] if code == 3 else [f"{name}: exit {code}, expected 3: {words}"]
        if code != 0:
            return [f"{name}: exit {code}: {words}"]
        keys = set(expected) | {k for k in found if k not in TABLES}
        wrong = {k: (found[k], expected.get(k, 0)) for k in sorted(keys) if found[k] != expected.get(k, 0)}
        return [f"{name}: (found, expected) {wrong}"] if wrong else []

    def done(self, what):
        for job in self.jobs:
            self.failures += job.result()
        for line in self.failures[:20]:
            print(line)
        print(f"{self.checked} {what}, {len(self.failures)} differ")
        return 1 if self.failures or not self.checked else 0
