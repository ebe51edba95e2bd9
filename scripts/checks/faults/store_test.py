"""A store that cannot be used is said to be so, and what was committed to it is still there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import unittest
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from faults import PATIENCE_SECONDS, FaultTest, fault

QUICK = ["run", "--workload", "linalg.gemm{n=32}", "--set", "blas=reference", "--max-time", "1s"]
ON_PYTHON = ["run", "--workload", "python.call", "--set", "python=/usr/bin/python3"]


class Stores(FaultTest):
    def measured(self) -> list[tuple]:
        """Fills the store: what it then holds."""
        done = self.run_assay(*QUICK)
        self.assertIn(done.status, (0, 3), done.err)  # 3: a loaded machine comes no further than calibration
        self.assertNotEqual(self.content(), [])
        return self.content()

    def content(self) -> list[tuple]:
        return self.rows("SELECT run, group_name, attempt, mode, seed, outcome FROM bout ORDER BY id")

    def refused_to_write(self, message: str) -> None:
        done = self.run_assay(*QUICK, "--new")
        self.assertEqual((done.err, done.status, done.out), (f"{self.store}: {message}\n", 2, ""))

    @fault("store locked by another process")
    def test_locked(self) -> None:
        before = self.measured()
        other = sqlite3.connect(self.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.refused_to_write("the store is locked by another process; wait until that has finished, or name another store with --db FILE")
        other.execute("ROLLBACK")
        other.close()
        self.assertEqual(self.content(), before)
        self.assertIn(self.run_assay(*QUICK, "--new").status, (0, 3))
        self.assertEqual(self.content()[: len(before)], before)
        self.assertGreater(len(self.content()), len(before))

    @fault("store is no store: a text file")
    def test_text(self) -> None:
        text = "[not a store]\n" + "x" * 2000
        self.store.write_text(text)
        self.refused_to_write("this file is not a store of assay; name another one with --db FILE")
        self.assertEqual(self.store.read_text(), text)

    @fault("store is another program's database")
    def test_other(self) -> None:
        with sqlite3.connect(self.store) as other:
            other.execute("CREATE TABLE songs (name)")
        before = self.store.read_bytes()
        self.refused_to_write("this is an SQLite database of something else, not a store of assay; name another one with --db FILE")
        self.assertEqual(self.store.read_bytes(), before)

    @fault("store of a newer schema")
    def test_newer(self) -> None:
        before = self.measured()
        with sqlite3.connect(self.store) as other:
            known = other.execute("PRAGMA user_version").fetchone()[0]
            other.execute("PRAGMA user_version = 99")
        hint = "use the newer assay that wrote it, or name another store with --db FILE"
        self.refused_to_write(f"this store has schema 99, and this assay knows schemas up to {known}; {hint}")
        self.assertEqual(self.content(), before)

    @fault("store corrupt in the middle")
    def test_corrupt(self) -> None:
        """Whoever reads the damaged table says so; nothing that is left is touched."""
        self.measured()
        with sqlite3.connect(self.store) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page = own.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'bout'").fetchone()[0]
            size = own.execute("PRAGMA page_size").fetchone()[0]
        with self.store.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * 200)
        runs = self.rows("SELECT * FROM run")
        recover = f"save what can be read with: sqlite3 {self.store} .recover | sqlite3 saved.db"
        told = f"{self.store}: the store is damaged (database disk image is malformed); {recover}\n"
        for words in (["show", runs[0][0]], ["compare", "--by", "blas"], ["publish", "--to", str(self.folder / "site")]):
            with self.subTest(command=words[0]):
                done = self.run_assay(*words)
                self.assertEqual((done.err, done.status, done.out), (told, 2, ""))
        self.assertEqual(self.run_assay("list", "runs").status, 0)
        self.assertEqual(self.rows("SELECT * FROM run"), runs)
        with self.subTest(command="run, into a run that did not end"):
            with sqlite3.connect(self.store) as own:
                own.execute("UPDATE run SET state = 'interrupted', finished = NULL")
            done = self.run_assay(*QUICK)
            self.assertIn(f"continuing run {runs[0][0]}, seed ", done.err)
            self.assertEqual((done.err.splitlines(True)[-1], done.status, done.out), (told, 3, ""))
            self.assertEqual(self.rows("SELECT id, seed, state FROM run"), [(runs[0][0], runs[0][7], "interrupted")])

    @unittest.skipUnless(os.geteuid() != 0 or Path("/usr/bin/setpriv").exists(), "needs to become an ordinary user")
    @fault("store read-only")
    def test_read_only(self) -> None:
        """Neither a new run nor one that goes on, which would measure a bout before it could not be stored."""
        self.assertIn(self.run_assay(*ON_PYTHON, "--max-time", "1s").status, (0, 3))
        with sqlite3.connect(self.store) as own:
            own.execute("UPDATE run SET state = 'interrupted'")
        before = self.content()
        self.assertNotEqual(before, [])
        self.folder.chmod(0o755)
        self.store.chmod(0o444)
        prefix = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        if prefix and subprocess.run([*prefix, "test", "-x", str(self.assay)], check=False).returncode != 0:
            prefix = []  # root's own checkout: nobody else may enter it
        if not prefix and os.geteuid() == 0:
            self.skipTest("an ordinary user cannot reach this build")
        told = "the store cannot be written; check the permissions of the file and of its folder, or name another store with --db FILE"
        for word in ("--new", "--max-time=1s"):
            command = [*prefix, str(self.assay), *ON_PYTHON, word, "--db", str(self.store)]
            done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
            self.assertEqual((done.stderr, done.returncode, done.stdout), (f"{self.store}: {told}\n", 2, ""))
        self.assertEqual(self.content(), before)


class LockedAmidARun(FaultTest):
    """Another process holds the store, as a backup does, for longer than a commit is waited for elsewhere."""

    def begin(self) -> tuple[subprocess.Popen[str], sqlite3.Connection]:
        """A gate that does not end by itself, amid its bouts, and who has locked its store."""
        words = ["gate", "--workload", "linalg.gemm{n=64}", "--factor", "blas=openblas-pthread,openblas-serial", "--floor", "0.001 %"]
        with (self.folder / "told").open("w") as told:
            driver = self.start(*words, "--max-time", "10m", "--junit", "g.xml", stderr=told)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        self.until(lambda: self.stored() >= 2, driver)
        other = sqlite3.connect(self.store, isolation_level=None, timeout=PATIENCE_SECONDS)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        return driver, other

    def until(self, reached: Callable[[], bool], driver: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(driver.poll(), self.words())
            time.sleep(0.05)

    def stored(self) -> int:
        with suppress(sqlite3.Error):  # it has no store yet
            return self.bouts()
        return 0

    def words(self) -> str:
        return (self.folder / "told").read_text()

    @fault("store locked by another process amid a run")
    def test_waits(self) -> None:
        driver, other = self.begin()
        told = "waiting for the store, which another process has locked …\n"
        self.until(lambda: told in self.words(), driver)
        time.sleep(12)  # longer than any other command waits
        self.assertIsNone(driver.poll(), self.words())
        bouts = self.bouts()
        other.execute("ROLLBACK")
        self.until(lambda: self.stored() > bouts, driver)
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        self.assertEqual(self.words().count(told), 1)
        self.assertEqual(self.rows("SELECT state FROM run"), [("interrupted",)])

    @fault("store locked by another process, and Ctrl-C")
    def test_interrupted(self) -> None:
        driver, _ = self.begin()
        bouts = self.bouts()
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        locked = f"{self.store}: the store is locked by another process; wait until that has finished, or name another store with --db FILE"
        self.assertEqual(self.words().splitlines()[-1], locked)
        self.assertIn("the store is locked by another process", (self.folder / "g.xml").read_text())
        self.assertEqual((self.bouts(), self.left()), (bouts, []))


@unittest.skipUnless(os.geteuid() == 0, "only root mounts a small file system")
class FullDisk(FaultTest):
    @fault("disk full")
    def test_full(self) -> None:
        """A file system that fills while a run is under way: the bouts before that are there, and it goes on with room again."""
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {os.fsdecode(mounted.stderr).strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=False)
        self.store = disk / "store.db"
        study = 'workloads = ["linalg.gemm{n=32}"]\n[factors]\nblas = ["reference", "blis-serial"]\n[decision]\nbouts = 100000\n'
        (self.folder / "endless.toml").write_text(study)  # nothing but the disk ends it
        command = ["run", "endless.toml"]
        driver = self.start(*command)
        self.until_bouts(2, driver)
        ballast = disk / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        done = self.end_of(driver)
        step = "free some space and give the same command again: what was committed before is kept"
        self.assertEqual(done.err.splitlines()[-1], f"{self.store}: the store cannot grow (No space left on device); {step}")
        self.assertEqual((done.status, done.out), (3, ""))
        ballast.unlink()
        bouts = self.bouts()
        self.assertGreaterEqual(bouts, 2)
        self.assert_sound()
        again = self.start(*command)
        self.until_bouts(bouts + 1, again)
        again.send_signal(signal.SIGINT)
        done = self.end_of(again)
        self.assertIn("continuing run ", done.err)
        self.assertEqual(done.status, 130)

    def until_bouts(self, bouts: int, driver: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.count() < bouts and driver.poll() is None:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def count(self) -> int:
        try:
            return self.bouts()
        except sqlite3.Error:
            return 0


if __name__ == "__main__":
    unittest.main()
