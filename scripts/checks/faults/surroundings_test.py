"""What surrounds a run and is not its own: the output it writes to, the store's place, its parent's children, its environment."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import unittest

from faults import PATIENCE_SECONDS, FaultTest, fault

QUICK = ["run", "--workload", "linalg.gemm{n=32}", "--set", "blas=reference", "--max-time", "1s"]
LONG = ["run", "--workload", "linalg.gemm{n=32}", "--set", "blas=reference", "--width", "0.001%", "--max-time", "10m"]


class Surroundings(FaultTest):
    def long_run(self, bouts: int) -> subprocess.Popen[str]:
        driver = self.start(*LONG)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.store.exists() or self.stored() < bouts:
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(driver.poll())
            time.sleep(0.05)
        return driver

    def stored(self) -> int:
        try:
            return self.bouts()
        except Exception:  # the store is being made
            return 0

    @fault("an answer that cannot be written")
    def test_full_output(self) -> None:
        with open("/dev/full", "w") as full:
            for words in (["list", "factors"], [*QUICK, "--json"]):
                done = self.end_of(self.start(*words, stdout=full))
                self.assertEqual(done.status, 3, done.err)
                self.assertTrue(done.err.endswith("standard output: the answer could not be written; what was measured is stored: assay list runs\n"))
        self.assertGreater(self.bouts(), 0)

    @fault("a page where the store is, by its name or through a link")
    def test_page_over_store(self) -> None:
        self.assertIn(self.run_assay(*QUICK).status, (0, 3))
        site, linked = self.folder / "site", self.folder / "linked"
        for folder in (site, linked):
            folder.mkdir()
        self.store = self.store.rename(site / "index.html")
        (linked / "index.html").symlink_to(self.store)
        before = self.rows("SELECT * FROM run")
        for folder in (site, linked):
            done = self.run_assay("publish", "--to", str(folder))
            self.assertEqual((done.status, done.out, done.err), (2, "", f"--to {folder}: its index.html is the store; name another folder\n"))
            self.assertEqual(self.rows("SELECT * FROM run"), before)

    @fault("a page or report into a pipe that nobody reads")
    def test_unread_pipe(self) -> None:
        self.assertIn(self.run_assay(*QUICK).status, (0, 3))
        pipe = self.folder / "index.html"
        os.mkfifo(pipe)
        done = self.run_assay("publish", "--to", str(self.folder))
        step = "choose a folder that you can write with --to"
        self.assertEqual((done.status, done.err), (2, f"{pipe}: cannot be written: nobody reads this pipe; {step}\n"))

    @fault("a reader who has seen enough, as `head` has")
    def test_reader_left(self) -> None:
        """No word and no other status: nothing is wrong with the answer."""
        for words in (["list", "workloads"], ["doctor", "--json"]):
            reader, writer = os.pipe()
            os.close(reader)
            with os.fdopen(writer, "w") as left:
                done = self.end_of(self.start(*words, stdout=left))
            self.assertEqual((done.status, done.err), (0, ""))

    @fault("a store without a name")
    def test_no_name(self) -> None:
        done = subprocess.run([self.assay, *QUICK, "--db", ""], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", "--db: the store has no name; name a file: --db assay.db\n"))

    @fault("the store is removed while a run writes to it")
    def test_removed(self) -> None:
        driver = self.long_run(2)
        for file in self.folder.glob("store.db*"):
            file.unlink()
        done = self.end_of(driver)
        hint = "put it back where it was, and start the same command again"
        self.assertEqual(done.status, 3)
        self.assertIn(f"{self.store}: the store was moved or removed while it was written to; {hint}\n", done.err)

    @fault("a run that is continued by name in another environment")
    def test_other_environment(self) -> None:
        driver = self.long_run(2)
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        run, before = self.rows("SELECT id FROM run")[0][0], self.stored()
        self.environment["OMP_WAIT_POLICY"] = "active"
        done = self.run_assay(*LONG, "--resume", run)
        what = "was begun with another environment: what was measured then is not what is here now"
        self.assertEqual((done.status, done.err), (2, f"--resume: run {run} {what}; leave --resume out for a new run\n"))
        self.assertEqual(self.stored(), before)

    @fault("children of the shell that became the driver")
    def test_children_not_ours(self) -> None:
        command = " ".join(f"'{word}'" for word in [str(self.assay), *QUICK, "--db", str(self.store)])
        shell = subprocess.Popen(["bash", "-c", f"sleep 300 & echo $! > child; exec {command}"], cwd=self.folder, env=self.environment,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.assertIn(shell.wait(timeout=PATIENCE_SECONDS), (0, 3))
        child = int((self.folder / "child").read_text())
        try:
            os.kill(child, 0)
        finally:
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
