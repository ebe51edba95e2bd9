"""Whoever is interrupted before the first bout, by a compiler or an interpreter that takes long: it ends at once, and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import unittest
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from faults import PATIENCE_SECONDS, FaultTest, fault, own_architecture

FIRST_WORD = "finishing this bout; press Ctrl-C again to leave now\n"
# Answers for what it is, and then hangs with a temporary file and two children; one has a session of its own.
COMPILER = """#!/bin/sh
case "$1" in
--version) echo 'g++ that hangs'; exit ;;
-dumpmachine) echo {architecture}-linux-gnu; exit ;;
esac
test -e {folder}/hangs || exit 1
: > "$TMPDIR/ccHANGS.s"
setsid sleep 3600 &
sleep 3600 &
: > {folder}/begun
wait
"""


class Preparing(FaultTest):
    def setUp(self) -> None:
        super().setUp()
        self.begun = self.folder / "begun"
        self.addCleanup(self.end_what_is_left)
        for name in ("CACHE", "TMPDIR"):
            self.environment[name if name == "TMPDIR" else f"ASSAY_{name}"] = str(self.folder / name)
        (self.folder / "TMPDIR").mkdir()

    def end_what_is_left(self) -> None:
        """Where the test failed: it would hang for an hour."""
        for pid in self.left():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def script(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.write_text(text.format(folder=self.folder, architecture=own_architecture()))
        file.chmod(0o755)
        return file

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A driver that waits for what hangs."""
        self.told = (self.folder / "told").open("w")
        self.addCleanup(self.told.close)
        driver = self.start("run", *words, stderr=self.told)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        self.until("what hangs", self.begun.exists, driver)
        return driver

    def until(self, what: str, reached: Callable[[], bool], driver: subprocess.Popen[str] | None = None) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            self.assertLess(time.monotonic(), deadline, f"{what} was waited for in vain")
            self.assertFalse(driver and driver.poll() is not None, f"the driver ended before {what}: {self.words()}")
            time.sleep(0.02)

    def words(self) -> str:
        return (self.folder / "told").read_text()

    def interrupt_twice(self, driver: subprocess.Popen[str]) -> None:
        driver.send_signal(signal.SIGINT)
        self.until("the first word", lambda: FIRST_WORD in self.words(), driver)
        driver.send_signal(signal.SIGINT)


class Compiling(Preparing):
    def compile(self) -> subprocess.Popen[str]:
        (self.folder / "hangs").touch()
        return self.begin(*self.command())

    def command(self) -> list[str]:
        return ["--workload", "linalg.gemm{n=32}", "--set", "blas=eigen", "--set", f"compiler={self.script('g++', COMPILER)}"]

    def written(self) -> list[str]:
        """What the compiler left, wherever it was."""
        return [str(file.relative_to(self.folder)) for name in ("CACHE", "TMPDIR") for file in (self.folder / name).rglob("*") if "cc" in file.name or "draft" in file.name]

    @fault("Ctrl-C twice while something is compiled")
    def test_twice(self) -> None:
        driver = self.compile()
        self.assertNotEqual(self.written(), [])
        self.interrupt_twice(driver)
        done = self.end_of(driver)
        self.assertEqual(done.status, 130)
        self.assertIn("interrupted: the same command continues this run", done.out)
        self.assertEqual(self.rows("SELECT state FROM run"), [("interrupted",)])
        self.assertEqual((self.bouts(), self.left(), self.written()), (0, [], []))

    @fault("SIGKILL of the driver while something is compiled")
    def test_driver_gone(self) -> None:
        driver = self.compile()
        driver.kill()
        self.end_of(driver)
        self.until("the compilers' end", lambda: not self.left())
        self.assertNotEqual(self.written(), [])
        (self.folder / "hangs").unlink()
        done = self.run_assay("run", *self.command())
        self.assertIn("continuing run ", done.err)
        self.assertEqual((done.status, self.written()), (3, []))


class Asking(Preparing):
    @fault("Ctrl-C twice while an interpreter is asked what it is")
    def test_twice(self) -> None:
        python = self.script("python", "#!/bin/sh\n: > {folder}/begun\nexec sleep 3600\n")
        driver = self.begin("--workload", "python.call", "--set", f"python={python}")
        self.interrupt_twice(driver)
        self.assertEqual(self.end_of(driver).status, 130)
        self.assertTrue(self.words().endswith("assay run: interrupted before it began; nothing was measured\n"), self.words())
        self.assertEqual((self.store.exists(), self.left()), (False, []))


if __name__ == "__main__":
    unittest.main()
