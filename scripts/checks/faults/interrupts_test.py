"""Whoever is interrupted, by whatever: what was committed is there, the same command goes on, and no process is left in any state."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import PATIENCE_SECONDS, FaultTest, compiled, fault

FIRST_WORD = "finishing this bout; press Ctrl-C again to leave now\n"
# threads=2 makes sides that are stopped while they wait for their turns; an interval so narrow is not reached, so that no run ends by
# itself before it is interrupted.
SIDES = ["--factor", "blas=openblas-pthread,openblas-openmp", "--set", "threads=2"]
COMMAND = ["run", "--workload", "linalg.gemm{n=64}", *SIDES, "--width", "0.001%", "--max-time", "10m"]


def without_the_clock() -> None:
    """Blocks the signal with which the driver gives up a bout that goes on after the first Ctrl-C."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])


class Interrupts(FaultTest):
    def until(self, what: str, reached: Callable[[], bool], driver: subprocess.Popen[str] | None = None) -> None:
        """Of what shall come while a driver runs it is told when the driver has ended instead."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            self.assertLess(time.monotonic(), deadline, f"{what} was waited for in vain")
            self.assertFalse(driver and driver.poll() is not None, f"the driver ended before {what}")
            time.sleep(0.02)

    def stored_bouts(self) -> int:
        try:
            return self.bouts()
        except sqlite3.Error:
            return 0  # it has no store yet

    def begin(self, *words: str, bouts: int = 2, **how: Any) -> subprocess.Popen[str]:
        driver = self.start(*(words or COMMAND), **how)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        self.until(f"{bouts} bouts", lambda: self.stored_bouts() >= bouts, driver)
        return driver

    def runs(self) -> list[tuple]:
        return self.rows("SELECT id, seed, state FROM run")

    def goes_on(self, bouts: int) -> None:
        """The same command again: the same run with its seed, nothing stored lost or changed."""
        before = self.rows("SELECT id, run, group_name, attempt, seed, outcome FROM bout ORDER BY id")
        runs = self.runs()
        driver = self.begin(bouts=bouts + 1)
        driver.send_signal(signal.SIGINT)
        done = self.end_of(driver)
        self.assertIn(f"continuing run {runs[0][0]}, seed {runs[0][1]}\n", done.err)
        self.assertEqual([run[:2] for run in self.runs()], [run[:2] for run in runs])
        after = self.rows("SELECT id, run, group_name, attempt, seed, outcome FROM bout ORDER BY id")
        self.assertEqual(after[: len(before)], before)
        self.assert_sound()

    def stop_amid_a_bout(self, driver: subprocess.Popen[str]) -> int:
        """Stops the driver while a leader lives: the bouts that are stored then. One more is at hand."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            driver.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, driver.pid, os.WSTOPPED)
            if any(what == "leader" for what, _ in self.states().values()):
                return self.bouts()
            self.assertLess(time.monotonic(), deadline, "no bout was met")
            driver.send_signal(signal.SIGCONT)
            time.sleep(0.02)

    @fault("Ctrl-C once")
    def test_once(self) -> None:
        """The bout at hand is stored, however long it takes: the clock that would give it up is blocked."""
        driver = self.begin(preexec_fn=without_the_clock)
        bouts = self.stop_amid_a_bout(driver)
        driver.send_signal(signal.SIGINT)
        driver.send_signal(signal.SIGCONT)
        done = self.end_of(driver)
        self.assertEqual(self.bouts(), bouts + 1)
        self.assertEqual(done.status, 130)
        self.assertIn(FIRST_WORD, done.err)
        self.assertIn("openblas-openmp", done.out)
        self.assertEqual([state for _, _, state in self.runs()], ["interrupted"])
        self.assert_sound()
        self.assertEqual(self.left(), [])
        self.goes_on(self.bouts())

    def begin_hanging(self, name: str = "hangs", asleep: int = 1, **how: Any) -> tuple[subprocess.Popen[str], Path]:
        """A run that never ends by itself: a member hangs in its turn, for which it has an hour, while another one, which has threads,
        is stopped; `asleep` processes are the hanging member's. What the driver tells is in the file."""
        told, hangs = self.folder / "told", self.folder / "hangs"
        library = compiled("blas.c", self.folder / "libhangs.so", f"-DFAULT={name}", "-DFAULT_AT=300", f'-DHANGS_FILE="{hangs}"')
        sides = ["--factor", "blas=openblas-pthread", "--factor", f"blas={library}", "--set", "threads=2"]
        with told.open("w") as errors:
            driver = self.start("run", "--workload", "linalg.gemm{n=64}", *sides, "--process-limit", "1h", stderr=errors, **how)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        self.until("the hanging member", hangs.exists, driver)
        wanted = ["S"] * asleep + ["T"]
        self.until("its sleep", lambda: sorted(state for what, state in self.states().values() if what == "native") == wanted, driver)
        return driver, told

    def gave_up(self, driver: subprocess.Popen[str]) -> None:
        """It has left with a report, without the bout at hand."""
        done = self.end_of(driver)
        self.assertEqual(done.status, 130)
        self.assertIn("interrupted: the same command continues this run", done.out)
        self.assertEqual([state for _, _, state in self.runs()], ["interrupted"])
        self.assertEqual(self.bouts(), 0)
        self.assert_sound()
        self.assertEqual(self.left(), [])

    @fault("Ctrl-C twice")
    def test_twice(self) -> None:
        """The clock that gives a bout up is blocked: only the second Ctrl-C can end this one before its hour."""
        driver, told = self.begin_hanging(preexec_fn=without_the_clock)
        driver.send_signal(signal.SIGINT)
        self.until("the first word", lambda: FIRST_WORD in told.read_text(), driver)
        driver.send_signal(signal.SIGINT)
        self.gave_up(driver)

    @fault("Ctrl-C once, and the bout does not end")
    def test_once_in_vain(self) -> None:
        driver, told = self.begin_hanging()
        driver.send_signal(signal.SIGINT)
        self.gave_up(driver)
        self.assertIn(FIRST_WORD, told.read_text())

    @fault("SIGKILL of the driver while members are stopped")
    def test_driver_killed_amid_a_turn(self) -> None:
        """The member that hangs has children, one of them in a session of its own, where no signal to a group reaches it."""
        driver, _ = self.begin_hanging("hangs_with_children", 3)
        driver.kill()
        self.end_of(driver)
        self.until("the end of its processes", lambda: not self.left())
        self.assertEqual([state for _, _, state in self.runs()], ["running"])
        self.assertEqual(self.bouts(), 0)
        self.assert_sound()

    @fault("SIGKILL of the driver, then the same command again")
    def test_driver_killed(self) -> None:
        driver = self.begin(bouts=3)
        driver.kill()
        self.end_of(driver)
        bouts = self.bouts()
        self.assertGreaterEqual(bouts, 3)
        self.assert_sound()
        self.until("the end of its processes", lambda: not self.left())
        self.assertEqual([state for _, _, state in self.runs()], ["running"])
        self.goes_on(bouts)

    @fault("the same command again while the first is measuring")
    def test_two_at_once(self) -> None:
        """The second one takes nothing from the first, whose lock ends with it, killed as it is."""
        driver = self.begin()
        (run, _, _), = self.runs()
        told = f"{self.store}: process {driver.pid} is measuring run {run}, which this command would continue"
        step = "wait until it has ended, or give --new for a run of its own; nothing was begun"
        for words in ([], ["--resume", run]):
            done = self.run_assay(*COMMAND, *words)
            self.assertEqual((done.err, done.status, done.out), (f"{told}; {step}\n", 3, ""))
        bouts = self.bouts()
        self.until("another bout of the first", lambda: self.bouts() > bouts, driver)
        self.assertEqual(len(self.runs()), 1)
        driver.kill()
        self.end_of(driver)
        self.until("the end of its processes", lambda: not self.left())
        self.goes_on(self.bouts())
        self.assertEqual([file.name for file in self.folder.glob("store.db-run-*")], [])

    @fault("SIGKILL of driver and leader while members are stopped")
    def test_driver_and_leader_killed(self) -> None:
        """Nobody is left who could kill the members."""
        driver, _ = self.begin_hanging()
        driver.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, driver.pid, os.WSTOPPED)
        os.kill(next(pid for pid, (what, _) in self.states().items() if what == "leader"), signal.SIGKILL)
        driver.kill()
        self.end_of(driver)
        self.until("the end of its processes", lambda: not self.left())
        self.assertEqual(([state for _, _, state in self.runs()], self.bouts()), (["running"], 0))
        self.assert_sound()

    def states(self) -> dict[int, tuple[str, str]]:
        """Of this test's processes: what they are, and their state."""
        found = {}
        for pid in self.left():
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                found[pid] = (os.fsdecode(words[1]), Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0])
            except (OSError, IndexError):
                continue
        return found

    @fault("the leader killed while a member is stopped")
    def test_leader_killed(self) -> None:
        driver = self.begin()
        caught: dict[int, tuple[str, str]] = {}

        def a_member_is_stopped() -> bool:
            caught.clear()
            caught.update(self.states())
            return any(what == "native" and state == "T" for what, state in caught.values())

        self.until("a stopped member", a_member_is_stopped, driver)
        # Members that were not killed would stay stopped, those that were not reaped would stay zombies, for as long as the run goes on.
        leader = next(pid for pid, (what, _) in caught.items() if what == "leader")
        os.kill(leader, signal.SIGKILL)
        members = [pid for pid, (what, _) in caught.items() if what == "native"]
        self.until("the members' end", lambda: not any(Path(f"/proc/{pid}").exists() for pid in members), driver)
        self.until("the bout", lambda: self.rows("SELECT count(*) FROM bout WHERE outcome = 'killed'")[0][0] > 0, driver)
        detail = self.rows("SELECT detail FROM bout WHERE outcome = 'killed'")[0][0]
        self.assertEqual(detail, "the leader ended by SIGKILL (Killed) before the end of the bout")
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        self.assertEqual(self.left(), [])
        self.assert_sound()


if __name__ == "__main__":
    unittest.main()
