"""A store that cannot be used is said to be so, and what was committed to it is still there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from faults import PATIENCE_SECONDS, FaultTest, fault

QUICK = ["run", "--workload", "linalg.gemm{n=32}", "--set", "blas=reference", "--max-time", "1s"]


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
        self.measured()
        with sqlite3.connect(self.store) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page = own.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'bout'").fetchone()[0]
            size = own.execute("PRAGMA page_size").fetchone()[0]
        with self.store.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * 200)
        done = self.run_assay("show", self.rows("SELECT id FROM run")[0][0])
        recover = f"save what can be read with: sqlite3 {self.store} .recover | sqlite3 saved.db"
        self.assertEqual(done.err, f"{self.store}: the store is damaged (database disk image is malformed); {recover}\n")
        self.assertIn(done.status, (2, 3))

    @unittest.skipUnless(os.geteuid() != 0 or Path("/usr/bin/setpriv").exists(), "needs to become an ordinary user")
    @fault("store read-only")
    def test_read_only(self) -> None:
        before = self.measured()
        self.folder.chmod(0o755)
        self.store.chmod(0o444)
        prefix = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        if prefix and subprocess.run([*prefix, "test", "-x", str(self.assay)], check=False).returncode != 0:
            prefix = []  # root's own checkout: nobody else may enter it
        if not prefix and os.geteuid() == 0:
            self.skipTest("an ordinary user cannot reach this build")
        command = [*prefix, str(self.assay), "run", "--workload", "python.call", "--set", "python=/usr/bin/python3", "--db", str(self.store)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
        told = "the store cannot be written; check the permissions of the file and of its folder, or name another store with --db FILE"
        self.assertEqual(done.stderr, f"{self.store}: {told}\n")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.content(), before)


@unittest.skipUnless(os.geteuid() == 0, "only root mounts a small file system")
class FullDisk(FaultTest):
    @fault("disk full")
    def test_full(self) -> None:
        """A file system that fills while a run is under way: the bouts before that are there, and it goes on with room again."""
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False)
        self.assertEqual(mounted.returncode, 0, mounted.stderr)
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=False)
        self.store = disk / "store.db"
        command = ["run", "--workload", "linalg.gemm{n=32}", "--factor", "blas=reference,blis-serial", "--max-time", "10m"]
        driver = self.start(*command)
        self.until_bouts(2, driver)
        done = self.end_of(driver)
        told = done.err.splitlines()[-1]
        self.assertRegex(told, rf"\A{self.store}: .*(full|disk|space).*; .+\Z")
        self.assertEqual(done.status, 3)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
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
