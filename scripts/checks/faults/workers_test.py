"""What a native worker does wrong is an outcome of its own side, with its last words; the other side is measured to its end, the bout
is stored, and no process is left. The subjects are real libraries (subjects/blas.c), loaded by path."""

from __future__ import annotations

import unittest
from pathlib import Path

from faults import compiled, fault
from sides import SidesTest


class Workers(SidesTest):
    healthy = "reference"

    def library(self, name: str, at: int, *defines: str) -> Path:
        self.faulty = f"lib{name}.so"
        return compiled("blas.c", self.folder / self.faulty, f"-DFAULT={name}", f"-DFAULT_AT={at}", *defines)

    def against(self, library: Path, *words: str) -> list[str]:
        return [f"blas={self.healthy}", f"blas={library}", "--workload", "linalg.gemm{n=32}", *words]

    def ends_as(self, name: str, outcome: str, detail: str, *words: str) -> None:
        """In its first call, and in its 300th, amid turns."""
        for at, where in ((1, "in turn 1"), (300, r"in turn \d+")):
            with self.subTest(at=at):
                self.store = self.folder / f"store-{at}.db"
                self.failed(self.against(self.library(name, at), *words), outcome, detail.replace("WHERE", where))

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
        self.left_two_children(self.against(self.library("children", 1)))

    @fault("one side of a bout dies in the middle of a round")
    def test_one_bout(self) -> None:
        """The second process of the library dies: that bout is stored as crashed, and the comparison goes on to its end."""
        which = [f'-DFAULT_FILE="{self.folder}/processes"', "-DFAULT_PROCESS=2"]
        status, comparison = self.comparison(self.against(self.library("segfault", 300, *which)))
        self.assertEqual((status, comparison["verdict"]), (0, "changed"), comparison)
        outcomes = self.rows("SELECT mode, outcome FROM bout ORDER BY id")
        self.assertEqual(outcomes[0], ("calibrate", "measured"))
        self.assertEqual(outcomes[1][1], "crashed")
        self.assertEqual({outcome for _, outcome in outcomes[2:]}, {"measured"})
        self.assertEqual(set(self.stored(self.healthy)), {("measured", "")})
        self.assertEqual(self.slices(self.healthy)[0], min(self.slices(self.healthy)), "a bout that lost a side is not prolonged")
        self.assertLess(self.slices(self.faulty)[0], self.slices(self.healthy)[0])
        dead = [row for row in self.stored(self.faulty) if row[0] != "measured"]
        self.assertEqual(len(dead), 1)
        self.assertEqual(dead[0][0], "crashed")
        self.assertRegex(dead[0][1], r"\Aended by SIGSEGV \(Segmentation fault\) in turn \d+\Z")
        self.assert_sound()
        self.assertEqual(self.left(), [])

    @fault("a worker that fails once, and then the time is up")
    def test_time_up(self) -> None:
        """Time for one bout, the calibration: there is no second try, but what went wrong is told."""
        told = "ended by SIGSEGV (Segmentation fault) in turn 1"
        status, comparison = self.comparison(self.against(self.library("segfault", 1), "--max-time", "1ms"))
        self.assertEqual((status, comparison["verdict"], comparison.get("outcome")), (3, "failed", "crashed"))
        self.assertEqual(comparison["detail"], told)
        self.assertEqual(comparison["why"], "max-time 0.001s was up: 0 of 6 bouts for look 1 of 6")
        self.assertEqual((self.stored(self.faulty), self.stored(self.healthy)), ([("crashed", told)], [("measured", "")]))
        self.assertEqual(self.left(), [])


if __name__ == "__main__":
    unittest.main()
