"""A machine that has too few processes, descriptors or too little memory for a while, or for good. Of these a test can take the
descriptors away from a driver, and give them back, whoever it runs as."""

from __future__ import annotations

import os
import re
import resource
import signal
import sqlite3
import subprocess
import time
import unittest
from collections.abc import Callable
from pathlib import Path

from faults import PATIENCE_SECONDS, FaultTest, fault

COMMAND = ["run", "--workload", "linalg.gemm{n=32}", "--set", "blas=reference", "--width", "0.001%", "--max-time", "10m"]
SHORT = r"this machine is short of what a process needs \([^\n]*: Too many open files\)"
LEFT_FREE = 5  # enough to read the store once more, and fewer than a leader's pipes take


class Shortage(FaultTest):
    def begin(self) -> tuple[subprocess.Popen[str], Path]:
        told = self.folder / "told"
        with told.open("w") as errors:
            driver = self.start(*COMMAND, stderr=errors)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        self.until(driver, lambda: self.stored() >= 2)
        return driver, told

    def until(self, driver: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(driver.poll(), "the driver has ended")
            time.sleep(0.02)

    def stored(self) -> int:
        try:
            return self.bouts()
        except sqlite3.Error:
            return 0  # it has no store yet

    def take_descriptors(self, driver: subprocess.Popen[str], told: Path) -> tuple[int, int]:
        """All that are free, until it is told: the limits from before."""
        before = resource.prlimit(driver.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(driver.pid, resource.RLIMIT_NOFILE, (3, before[1]))
        self.until(driver, lambda: "; the bout is held again in 1 s\n" in told.read_text())
        return before

    def leave_a_few(self, driver: subprocess.Popen[str], before: tuple[int, int]) -> None:
        taken = {int(name) for name in os.listdir(f"/proc/{driver.pid}/fd")}
        limit = 3
        while limit - len([number for number in taken if number < limit]) < LEFT_FREE:
            limit += 1
        resource.prlimit(driver.pid, resource.RLIMIT_NOFILE, (limit, before[1]))

    @fault("a shortage of processes, descriptors or memory that passes")
    def test_passes(self) -> None:
        driver, told = self.begin()
        before = self.take_descriptors(driver, told)
        resource.prlimit(driver.pid, resource.RLIMIT_NOFILE, before)
        bouts = self.stored()
        self.until(driver, lambda: self.stored() >= bouts + 2)
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        self.assertRegex(told.read_text(), rf"\n{SHORT}; the bout is held again in 1 s\n")
        self.assertEqual(self.rows("SELECT DISTINCT outcome FROM process"), [("measured",)])
        self.assertEqual(self.left(), [])

    @fault("a shortage of processes, descriptors or memory that stays")
    def test_stays(self) -> None:
        driver, told = self.begin()
        before = self.take_descriptors(driver, told)
        self.leave_a_few(driver, before)
        bouts = self.stored()
        done = self.end_of(driver)
        self.assertEqual(done.status, 3, told.read_text())
        self.assertEqual(re.findall(r"; the bout is held again in (\d+) s\n", told.read_text()), ["1", "2", "4", "8"])
        self.assertRegex(told.read_text(), rf"\n{SHORT}: {bouts} bouts in ")
        self.assertIn("interrupted: the same command continues this run", done.out)
        self.assertEqual(self.rows("SELECT state FROM run"), [("interrupted",)])
        self.assertEqual(self.rows("SELECT DISTINCT outcome FROM process"), [("measured",)])
        again = self.start(*COMMAND)
        self.addCleanup(lambda: again.poll() is None and again.kill())
        self.until(again, lambda: self.stored() > bouts)
        again.send_signal(signal.SIGINT)
        self.assertIn("continuing run ", self.end_of(again).err)
        self.assertEqual((len(self.rows("SELECT id FROM run")), self.left()), (1, []))


if __name__ == "__main__":
    unittest.main()
