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
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

DOCS, ASSAY = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
LIMIT_SECONDS = 300

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
# Stand-ins: the artefact of the run before lies in $ARTEFACTS.
GH = """#!/bin/sh
[ "$1 $2" = "run list" ] && { echo 7; exit 0; }
[ "$3" = 7 ] && [ -e "$ARTEFACTS/assay.db" ] && mkdir -p store && cp "$ARTEFACTS/assay.db" store/
"""
CURL = """#!/bin/sh
for word; do [ "$before" = --output ] && to=$word; before=$word; done
[ -e "$ARTEFACTS/assay.db" ] && cp "$ARTEFACTS/assay.db" "$to"
"""


def github(text: str) -> list[str]:
    """One script for each step that runs something, without the set-up; GitHub stops a script at its first error."""
    steps = re.findall(r"^( +)- name: (.+)\n(?:\1  if: .*\n)?\1  run: \|\n((?:\1    .*\n)+)", text, re.M)
    return ["set -e\n" + body for _, name, body in steps if name != "Set up"]


def gitlab(text: str) -> list[str]:
    """One script of all lines, for GitLab keeps the variables of one for the next."""
    block = re.search(r"^  script:\n((?:    - .*\n)+)", text, re.M)
    assert block, "no script"
    lines = [line.removeprefix("    - ") for line in block[1].splitlines()]
    return ["set -e\n" + "\n".join(line[1:-1] if line.startswith("'") else line for line in lines)]


class Project:
    """The project's repository, and what is left of a runner when it is gone: its artefacts."""

    def __init__(self, folder: Path, workflow: Path) -> None:
        self.folder, self.origin, self.artefacts = folder, folder / "origin", folder / "artefacts"
        self.scripts = (github if workflow.name == "github.yml" else gitlab)(workflow.read_text())
        self.runners = 0
        for name in ("origin/ci", "artefacts", "bin"):
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
        clone = self.folder / f"runner-{self.runners}"
        subprocess.run(["git", "clone", "--quiet", str(self.origin), str(clone)], check=True, capture_output=True)
        environment = {
            **os.environ,
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "ARTEFACTS": str(self.artefacts),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }
        status, told = 0, ""
        for script in self.scripts:
            # A step after one that failed runs only where it says so; both files keep the summary and the artefacts always.
            done = subprocess.run(["bash", "-c", script], cwd=clone, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS)
            status, told = status or done.returncode, told + done.stdout + done.stderr
            if done.returncode and "assay gate" not in script:
                break
        self.clone = clone
        for path in clone.glob("store/assay.db"):
            shutil.copy(path, self.artefacts)
        return status, told

    def last_anchor(self) -> dict:
        done = subprocess.run([ASSAY, "show", self.last_run(), "--db", self.artefacts / "assay.db", "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["study"]["anchor"]

    def last_run(self) -> str:
        done = subprocess.run([ASSAY, "list", "runs", "--db", self.artefacts / "assay.db", "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["items"][0]["run"]


class Workflows(unittest.TestCase):
    def project(self, name: str) -> Project:
        folder = Path(tempfile.mkdtemp(prefix="assay-ci-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return Project(folder, DOCS / name)

    def through_its_life(self, name: str) -> None:
        project = self.project(name)
        self.assertEqual(len(project.scripts), {"github.yml": 4, "gitlab.yml": 1}[name])
        status, told = project.run()
        self.assertEqual(status, 0, told)
        self.assertIn("recorded now", told)
        self.assertIn("testsuite", (project.clone / "gate.xml").read_text())

        project.commit(60)
        status, told = project.run()
        self.assertEqual(status, 1, told)
        self.assertIn("the same as in run", " ".join(told.split()))
        self.assertIn("## Gate FAILED", (project.clone / "gate.md").read_text())

        digest = project.last_anchor()["digests"]["blas"]
        study = project.origin / "ci/gate.toml"
        study.write_text(study.read_text() + f'[gate.digests]\nblas = "{digest}"\n')
        (project.artefacts / "assay.db").unlink()
        project.commit(0)
        status, told = project.run()
        self.assertEqual(status, 0, told)

        project.git("tag", "--force", "v1.0", "HEAD~1")  # the slow commit
        (project.artefacts / "assay.db").unlink()
        status, told = project.run()
        self.assertEqual(status, 3, told)
        self.assertIn(f"the study states {digest}; make it again as it was: sh ci/build-anchor; ", told)
        self.assertIn("## Gate REFUSED", (project.clone / "gate.md").read_text())

    def test_github(self) -> None:
        self.through_its_life("github.yml")

    def test_gitlab(self) -> None:
        self.through_its_life("gitlab.yml")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
