"""What the fault tests share: a scratch folder, the tool, what a store holds, and which processes are left."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

SUBJECTS = Path(__file__).parent / "subjects"
MARK = "ASSAY_FAULT_TEST"
PATIENCE_SECONDS = 240  # for a machine that others load; nothing here is slow by itself
Test = TypeVar("Test", bound=Callable[..., None])


def fault(row: str) -> Callable[[Test], Test]:
    """Names the row of docs/faults.md that a test stands for; page_test.py holds the two together."""

    def named(test: Test) -> Test:
        rows = getattr(test, "fault_rows", [])
        setattr(test, "fault_rows", [row, *rows])
        return test

    return named


@dataclass
class Done:
    status: int
    out: str
    err: str

    def json(self) -> dict:
        return json.loads(self.out)


class FaultTest(unittest.TestCase):
    """Every test has a folder and an environment of its own; nothing that it starts may outlive it."""

    def setUp(self) -> None:
        self.assay = Path(os.environ["ASSAY"])
        self.folder = Path(tempfile.mkdtemp(prefix="assay-faults-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.mark = uuid.uuid4().hex
        self.environment = {**os.environ, MARK: self.mark}
        self.store = self.folder / "store.db"

    def start(self, *words: str, **how: Any) -> subprocess.Popen[str]:
        command = [str(self.assay), *words, "--db", str(self.store)]
        how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, text=True, **how)

    def run_assay(self, *words: str) -> Done:
        return self.end_of(self.start(*words))

    def end_of(self, process: subprocess.Popen[str]) -> Done:
        try:
            out, err = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Done(process.returncode, out, err)

    def own_tree(self, *exchanged: str) -> Path:
        """An installation of this test's own, without what it is going to exchange for something faulty."""
        given, tree = self.assay.parent.parent, self.folder / "tree"
        for part in ("libexec/assay/assay-worker", "share/assay/suites", "share/assay/site"):
            (tree / part).parent.mkdir(parents=True, exist_ok=True)
            if part not in exchanged:
                (tree / part).symlink_to(given / part)
        for part in (given / "libexec/assay").iterdir():
            if part.name != "assay-worker":
                (tree / "libexec/assay" / part.name).symlink_to(part)
        (tree / "bin").mkdir()
        shutil.copy2(self.assay, tree / "bin/assay")  # it finds the rest beside itself, wherever a link would lead
        self.assay = tree / "bin/assay"
        return tree

    def refused(self, words: list[str], message: str, status: int = 2) -> None:
        """The command ends with `status`, writes exactly `message` on standard error, and makes no store."""
        done = self.run_assay(*words)
        self.assertEqual((done.err, done.status, done.out), (message + "\n", status, ""))
        self.assertFalse(self.store.exists(), "a store was made")

    def rows(self, sql: str) -> list[tuple]:
        connection = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def bouts(self) -> int:
        return self.rows("SELECT count(*) FROM bout")[0][0]

    def assert_sound(self) -> None:
        self.assertEqual(self.rows("PRAGMA integrity_check"), [("ok",)])

    def left(self) -> list[int]:
        """Processes, in whatever state, that were started under this test's mark."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if f"{MARK}={self.mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue  # it has just ended, or is a zombie, which has no environment any more
        return found


def compiled(source: str, into: Path, *defines: str) -> Path:
    """A shared library of subjects/SOURCE."""
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", *defines, "-o", str(into), str(SUBJECTS / source)], check=True)
    return into


def own_architecture() -> str:
    return platform.machine()
