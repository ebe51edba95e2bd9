"""What a worker does wrong is an outcome of its own side, with its last words; the other side is measured to its end, the bout is
stored, and no process is left. The subjects are real libraries (subjects/blas.c), loaded by path."""

from __future__ import annotations

import shutil
import unittest
from pathlib import Path

from faults import FaultTest, compiled, fault

HEALTHY = "reference"


class Workers(FaultTest):
    def library(self, name: str, at: int, *defines: str) -> Path:
        return compiled("blas.c", self.folder / f"lib{name}.so", f"-DFAULT={name}", f"-DFAULT_AT={at}", *defines)

    def compare_with(self, library: Path, *words: str) -> tuple[int, dict]:
        sides = [f"blas={HEALTHY}", f"blas={library}"]
        done = self.run_assay("ab", *sides, "--workload", "linalg.gemm{n=32}", "--json", *words)
        self.assertTrue(done.out, done.err)
        return done.status, done.json()["comparisons"][0]

    def stored(self) -> tuple[list[tuple], list[tuple]]:
        """Outcome and detail of each process: of the faulty side, and of the healthy one."""
        faulty = "SELECT process.outcome, process.detail FROM process JOIN cell ON cell.id = process.cell WHERE cell.configuration"
        return self.rows(f"{faulty} NOT LIKE '%{HEALTHY}%'"), self.rows(f"{faulty} LIKE '%{HEALTHY}%'")

    def ends_as(self, name: str, outcome: str, detail: str, *words: str) -> None:
        """In its first call, and in its 300th, amid turns: tried twice, told, and stored with the other side whole."""
        for at, where in ((1, "in turn 1"), (300, r"in turn \d+")):
            with self.subTest(at=at):
                self.store = self.folder / f"store-{at}.db"
                status, comparison = self.compare_with(self.library(name, at), *words)
                self.assertEqual((status, comparison["verdict"], comparison["outcome"]), (3, "failed", outcome))
                whole = detail.replace("WHERE", where)
                self.assertRegex(comparison["detail"], rf"\A{whole}\Z")
                faulty, healthy = self.stored()
                self.assertEqual([row[0] for row in faulty], [outcome, outcome])
                for row in faulty:
                    self.assertRegex(row[1], rf"\A{whole}\Z")
                self.assertEqual(healthy, [("measured", ""), ("measured", "")])
                self.assert_sound()
                self.assertEqual(self.left(), [])

    @fault("a worker that segfaults")
    def test_segfault(self) -> None:
        self.ends_as("segfault", "crashed", r"ended by SIGSEGV \(Segmentation fault\) WHERE")

    @fault("a worker that aborts")
    def test_abort(self) -> None:
        self.ends_as("aborts", "crashed", r"ended by SIGABRT \(Aborted\) WHERE; its last words: free\(\): invalid pointer")

    @fault("a worker that exits 0 without a result")
    def test_exit(self) -> None:
        self.ends_as("leaves", "no-result", "exited without a result WHERE")

    @fault("a worker that is killed")
    def test_killed(self) -> None:
        self.ends_as("killed", "killed", r"ended by SIGKILL \(Killed\) WHERE")

    @fault("a worker that hangs")
    def test_hang(self) -> None:
        self.ends_as("hangs", "timed-out", "took longer than 5 s and was killed WHERE", "--process-limit", "5s")

    @fault("a worker that writes garbage")
    def test_garbage(self) -> None:
        self.ends_as("garbage", "garbled", "sent 22 bytes that are no message WHERE")

    @fault("a worker that writes half a message")
    def test_half(self) -> None:
        self.ends_as("half", "garbled", "sent a slice of 24 bytes instead of 72 WHERE")

    @fault("a worker that floods")
    def test_flood(self) -> None:
        self.ends_as("flood", "garbled", "sent 23 bytes that are no message WHERE")

    @fault("a wrong numerical result")
    def test_wrong(self) -> None:
        told = r"the result of cblas_dgemm in \S+/liberrs.so is wrong: its residual is [\d.]+, and [\d.e-]+ is allowed"
        self.ends_as("errs", "wrong-result", told)

    @fault("a worker whose children outlive it")
    def test_children(self) -> None:
        self.compare_with(self.library("children", 1), "--max-time", "1s")
        faulty, healthy = self.stored()
        self.assertEqual(set(faulty), {("measured", "left 2 processes behind, killed")})
        self.assertEqual(set(healthy), {("measured", "")})
        self.assertEqual(self.left(), [])

    @fault("one side of a bout dies in the middle of a round")
    def test_one_bout(self) -> None:
        """The second process of the library dies: that bout is stored as crashed, and the comparison goes on to its end."""
        which = [f'-DFAULT_FILE="{self.folder}/processes"', "-DFAULT_PROCESS=2"]
        self.compare_with(self.library("segfault", 300, *which), "--max-time", "20s")
        outcomes = self.rows("SELECT mode, outcome FROM bout ORDER BY id")
        self.assertEqual(outcomes[0], ("calibrate", "measured"))
        self.assertEqual(outcomes[1][1], "crashed")
        self.assertEqual({outcome for _, outcome in outcomes[2:]}, {"measured"})
        dead = self.rows("SELECT process.detail FROM process WHERE outcome = 'crashed'")
        self.assertEqual(len(dead), 1)
        self.assertRegex(dead[0][0], r"\Aended by SIGSEGV \(Segmentation fault\) in turn \d+\Z")
        self.assertEqual(self.left(), [])


class Versions(FaultTest):
    @fault("a worker binary of another version")
    def test_other_worker(self) -> None:
        """A copy of the tree whose worker greets as a release that there never was."""
        tree = self.folder / "tree"
        for part in ("bin/assay", "libexec/assay/assay-worker"):
            (tree / part).parent.mkdir(parents=True)
            shutil.copy2(self.assay.parent.parent / part, tree / part)
        (tree / "share").symlink_to(self.assay.parent.parent / "share")
        worker = tree / "libexec/assay/assay-worker"
        hello = '{"type": "hello", "v": 1, "worker": "9.9.9"}'
        worker.write_text(f"#!/bin/sh\necho '{hello}' >&3\nsleep 600\n")
        command = ["ab", "blas=reference", "blas=blis-serial", "--workload", "linalg.gemm{n=32}", "--json"]
        done = self.run_assay(*command, program=tree / "bin/assay")
        comparison = done.json()["comparisons"][0]
        self.assertEqual((done.status, comparison["outcome"]), (3, "unsupported"))
        self.assertRegex(
            comparison["detail"],
            rf"\A{worker}: is version 9\.9\.9, and this is version [^;]+; build or install both together\Z",
        )
        self.assertEqual(self.rows("SELECT DISTINCT mode, outcome FROM bout"), [("calibrate", "unsupported")])
        self.assertEqual(self.left(), [])


if __name__ == "__main__":
    unittest.main()
