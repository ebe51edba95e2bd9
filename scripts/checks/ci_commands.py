"""Runs the plain commands of the workflow files as two runners would that keep nothing: on a small project of its own, with stand-ins for
what brings artefacts back.

    ci_commands.py DOCS_CI_FOLDER ASSAY_BINARY

What is not run is the set-up, which scripts/test and scripts/quickstart do themselves.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

DOCS, ASSAY = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
LIMIT_SECONDS = 300
ATTEMPTS = 4

LIBRARY = """/* A BLAS that can one thing. */
void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc) {
  (void)order, (void)ta, (void)tb;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < m; ++i) {
      double sum = 0;
      for (volatile int again = 0; again < AGAIN; ++again) sum = 0;
      for (int l = 0; l < k; ++l) sum += a[i + l * lda] * b[l + j * ldb];
      c[i + j * ldc] = alpha * sum + (beta == 0 ? 0 : beta * c[i + j * ldc]);
    }
}
"""
MAKEFILE = """build/libours.so: ours.c again.h
\tmkdir -p build
\t$(CC) -O2 -shared -fPIC -Wl,--build-id -include again.h -o $@ ours.c
"""
# Stand-ins for what keeps stores between runners: $KEPT has a folder for each artefact of GitHub, and the files of GitLab. The newest of the
# runs that `gh` lists left nothing, as one whose set-up failed.
GH = """#!/bin/sh
[ "$1 $2" = "run list" ] && { echo "$GH_RUNS"; exit 0; }
for word; do [ "$before" = --name ] && name=$word; before=$word; done
[ "$3" = 7 ] && [ -e "$KEPT/$name" ] && mkdir -p store && cp "$KEPT/$name"/* store/
"""
CURL = """#!/bin/sh
for word; do
  case $before in --output) to=$word ;; --upload-file) from=$word ;; esac
  before=$word
done
file=$KEPT/$(basename "${word%%\\?*}")
[ -z "$from" ] || { cp "$from" "$file"; exit; }
[ -e "$file" ] && code=200 || code=404
case "$*" in *--write-out*) printf %s $code ;; *--fail*) [ $code = 200 ] || exit 22 ;; esac
[ $code = 404 ] || cp "$file" "$to"
"""
RUNS = {"github.yml": "7", "github-nightly.yml": "8 7"}


@dataclass
class Script:
    text: str
    always: bool  # after one that failed, too


class GitHub:
    """A script for each step that runs something, without the set-up; GitHub stops a script at its first error."""

    def __init__(self, text: str, job: str) -> None:
        steps = re.findall(r"^ +- name: (.+)\n(?: +(if: always\(\)).*\n)?( +)run: \|\n((?:\3  .*\n)+)", text, re.M)
        self.scripts = [Script(body, bool(always)) for name, always, _, body in steps if name != "Set up"]
        self.uploads = re.findall(r"upload-artifact@v4\n +if: always\(\).*\n +with:\n +name: (.+)\n +path: (.+)\n", text)

    def keep(self, clone: Path, kept: Path, green: bool) -> None:
        for name, path in self.uploads:
            (kept / name).mkdir(exist_ok=True)
            for file in clone.glob(path):
                shutil.copy(file, kept / name)


class GitLab:
    """One script of all lines of a job, for GitLab keeps the variables of one for the next; what comes after it is another."""

    def __init__(self, text: str, job: str) -> None:
        found = re.search(rf"^{job}:\n((?: .*\n|\n)+)", text, re.M)
        assert found, f"no job {job}"
        variables = "".join(f"{name}={value}\n" for name, value in re.findall(r"^    (STORE): (.+)$", found[1], re.M))
        self.scripts = [Script(variables + self.lines(found[1], key), key != "script") for key in ("script", "after_script") if f"  {key}:\n" in found[1]]
        self.artefacts = re.findall(r"^      - (store/.+)$", found[1], re.M)

    @staticmethod
    def lines(job: str, key: str) -> str:
        block = re.search(rf"^  {key}:\n((?:    - .*\n)+)", job, re.M)
        assert block, f"no {key}"
        lines = [line.removeprefix("    - ") for line in block[1].splitlines()]
        return "\n".join(line[1:-1] if line.startswith("'") else line for line in lines)

    def keep(self, clone: Path, kept: Path, green: bool) -> None:
        """Those of a red job cannot be asked for."""
        for path in self.artefacts if green else []:
            shutil.copy(clone / path, kept)


class Project:
    """The project's repository, and what is left of a runner when it is gone."""

    def __init__(self, folder: Path, workflow: Path, job: str) -> None:
        self.folder, self.origin, self.kept = folder, folder / "origin", folder / "kept"
        self.forge = (GitLab if workflow.name == "gitlab.yml" else GitHub)(workflow.read_text(), job)
        self.gh_runs = RUNS.get(workflow.name, "")
        self.runners = 0
        # A series is named by the paths of its builds; a gate knows its anchor wherever it lies.
        self.workspace = "runner" if job == "nightly" else "runner-{}"
        for name in ("origin/ci", "kept", "bin"):
            (folder / name).mkdir(parents=True)
        for name, text in (("gh", GH), ("curl", CURL)):
            (folder / "bin" / name).write_text(text)
            (folder / "bin" / name).chmod(0o755)
        (folder / "bin/assay").symlink_to(ASSAY)
        for name in ("gate.toml", "build-anchor"):
            shutil.copy(DOCS / name, self.origin / "ci" / name)
        (self.origin / "ours.c").write_text(LIBRARY)
        (self.origin / "Makefile").write_text(MAKEFILE)
        self.git("init", "--quiet")
        self.commit(0)
        self.git("tag", "v1.0")

    def git(self, *words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, *words], cwd=self.origin, check=True, capture_output=True)

    def commit(self, again: int) -> None:
        """`again`: how much slower it is than it need be."""
        (self.origin / "again.h").write_text(f"#define AGAIN {again}\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", f"again {again}")

    def run(self) -> tuple[int, str]:
        """A new runner: the status of the first script that failed, and all that was written."""
        self.runners += 1
        self.clone = self.folder / self.workspace.format(self.runners)
        shutil.rmtree(self.clone, ignore_errors=True)
        subprocess.run(["git", "clone", "--quiet", str(self.origin), str(self.clone)], check=True, capture_output=True)
        environment = {
            **os.environ,
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "KEPT": str(self.kept),
            "GH_RUNS": self.gh_runs,
            "GITHUB_STEP_SUMMARY": str(self.clone / "summary.md"),
        }
        status, told = 0, ""
        for script in self.forge.scripts:
            if status and not script.always:
                continue
            done = subprocess.run(["bash", "-e", "-c", script.text], cwd=self.clone, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS)
            status, told = status or done.returncode, told + done.stdout + done.stderr
        self.forge.keep(self.clone, self.kept, status == 0)
        return status, told

    def store(self) -> Path:
        return next(self.kept.rglob("*.db"))

    def forget(self) -> None:
        self.store().unlink()

    def ask(self, *words: str) -> dict:
        done = subprocess.run([ASSAY, *words, "--db", self.store(), "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def last_run(self) -> str:
        return self.ask("list", "runs")["items"][0]["run"]

    def last_night(self) -> dict:
        return self.ask("nightly", "--show", self.last_run())["series"][0]

    def nights_stored(self) -> int:
        """Of either kind: which rounds decide on a night is this machine's neighbours' affair."""
        with closing(sqlite3.connect(self.store())) as store:
            return store.execute("SELECT COUNT(DISTINCT run) FROM night_value WHERE value IS NOT NULL").fetchone()[0]

    def state_digest(self, digest: str) -> None:
        study = self.origin / "ci/gate.toml"
        text = study.read_text().split("[gate.digests]\nblas", 1)[0]
        study.write_text(f'{text}\n[gate.digests]\nblas = "{digest}"\n')

    def let_a_day_pass(self) -> None:
        with closing(sqlite3.connect(self.store())) as store, store:
            store.execute("UPDATE run SET started = started - 86400, finished = finished - 86400")
            store.execute("UPDATE bout SET started = started - 86400")


class Workflows(unittest.TestCase):
    def project(self, name: str, job: str) -> Project:
        folder = Path(tempfile.mkdtemp(prefix="assay-ci-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return Project(folder, DOCS / name, job)

    def judges(self, project: Project, status: int, headline: str) -> str:
        """What it writes. Where neighbours leave nothing to tell by, a gate says just that; then it is asked again, as a person would."""
        for _ in range(ATTEMPTS):
            found, told = project.run()
            summary = (project.clone / "gate.md").read_text()
            if found != 3 or "## Gate UNDECIDED" not in summary:
                self.assertEqual(found, status, told)
                self.assertIn(headline, summary)
                return told
            self.assertRegex(" ".join(told.split()), "(noisy: whether it changed|time was up|cannot tell less)")
        self.skipTest(f"UNDECIDED {ATTEMPTS} times: this machine is too busy to judge by")

    def gates(self, name: str, scripts: int) -> None:
        project = self.project(name, "gate")
        self.assertEqual(len(project.forge.scripts), scripts)
        told = self.judges(project, 0, "## Gate passed")
        self.assertIn("recorded now", told)
        self.assertIn("testsuite", (project.clone / "gate.xml").read_text())

        project.commit(60)
        told = self.judges(project, 1, "## Gate FAILED")
        self.assertIn("the same as in run", " ".join(told.split()))

        digest = project.ask("show", project.last_run())["study"]["anchor"]["digests"]["blas"]
        project.state_digest(digest)
        project.forget()
        project.commit(0)
        self.judges(project, 0, "## Gate passed")

        project.git("tag", "--force", "v1.0", "HEAD~1")  # the slow commit
        project.forget()
        status, told = project.run()
        self.assertEqual(status, 3, told)
        self.assertIn(f"the study states {digest}; make it again as it was: sh ci/build-anchor; ", told)
        self.assertIn("## Gate REFUSED", (project.clone / "gate.md").read_text())

    def nights(self, name: str, scripts: int) -> None:
        project = self.project(name, "nightly")
        self.assertEqual(len(project.forge.scripts), scripts)
        status, told = project.run()
        self.assertEqual(status, 0, told)
        self.assertRegex(told, "no store[:;] the series begins tonight")
        self.assertGreaterEqual(project.last_night()["bouts"], 5)  # of ten; undisturbed rounds decide where five of six bouts have them

        project.let_a_day_pass()
        status, told = project.run()
        self.assertEqual(status, 0, told)
        self.assertEqual(project.nights_stored(), 2)

        project.let_a_day_pass()
        project.state_digest("0123456789abcdef")
        project.commit(0)
        status, told = project.run()
        self.assertEqual(status, 3, told)
        found = re.search(r"assay nightly: the anchor is not what the study states; blas=\S+ has the digest (\w+), and", " ".join(told.split()))
        self.assertTrue(found, told)
        project.state_digest(found[1])
        project.commit(0)
        status, told = project.run()
        self.assertEqual(status, 0, told)
        self.assertEqual(project.nights_stored(), 3, "a red job keeps its store")

    def test_github(self) -> None:
        self.gates("github.yml", 4)

    def test_gitlab(self) -> None:
        self.gates("gitlab.yml", 1)

    def test_github_nightly(self) -> None:
        self.nights("github-nightly.yml", 4)

    def test_gitlab_nightly(self) -> None:
        self.nights("gitlab.yml", 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
