"""What a CPython workload does wrong, by both routes: started by its interpreter, and embedded in the worker. As of a native worker it
is an outcome of its own side. The workload is subjects/faulty.py; the sides differ by the variable FAULT that it reads."""

from __future__ import annotations

import json
import shutil
import subprocess
import unittest

from faults import SUBJECTS, fault
from sides import SidesTest


class Routes(SidesTest):
    """The faults; the classes below say by which route."""

    route = ""
    healthy = '"env.FAULT":"none"'

    def setUp(self) -> None:
        super().setUp()
        listed = subprocess.run([self.assay, "list", "python", "--json"], capture_output=True, text=True, check=True)
        usable = [each["python"] for each in json.loads(listed.stdout)["items"] if self.route == "exe" or each["library"]]
        if not usable:
            self.skipTest("no interpreter here has a libpython")
        self.python = usable[0]
        suite = self.own_tree("share/assay/suites") / "share/assay/suites/faulty"
        suite.mkdir(parents=True)
        shutil.copy(SUBJECTS / "faulty.py", suite / "add.py")
        (suite / "suite.toml").write_text('about = "Faults"\nkind = "cpython"\nfactors = ["python", "route"]\n')

    def against(self, name: str, at: int, *words: str) -> list[str]:
        self.faulty = f'"env.FAULT":"{name}"'
        cell = ["--workload", f"faulty.add{{at={at}}}", "--set", f"route={self.route}", "--set", f"python={self.python}"]
        return ["env.FAULT=none", f"env.FAULT={name}", *cell, *words]

    def ends_as(self, name: str, outcome: str, detail: str, *words: str) -> None:
        """In its first call, which is the check, and in its 300th, amid turns."""
        for at, where in ((1, "before it was ready"), (300, r"in turn \d+")):
            with self.subTest(at=at):
                self.store = self.folder / f"store-{at}.db"
                self.failed(self.against(name, at, *words), outcome, detail.replace("WHERE", where))

    @fault("a CPython workload that segfaults, by both routes")
    def test_segfault(self) -> None:
        self.ends_as("segfault", "crashed", r"ended by SIGSEGV \(Segmentation fault\) WHERE")

    @fault("a CPython workload that aborts, by both routes")
    def test_abort(self) -> None:
        self.ends_as("aborts", "crashed", r"ended by SIGABRT \(Aborted\) WHERE; its last words: free\(\): invalid pointer")

    @fault("a CPython workload that leaves by os._exit(0), by both routes")
    def test_exit(self) -> None:
        self.ends_as("leaves", "no-result", "exited without a result WHERE")

    @fault("a CPython workload that is killed, by both routes")
    def test_killed(self) -> None:
        self.ends_as("killed", "killed", r"ended by SIGKILL \(Killed\) WHERE")

    @fault("a CPython workload that hangs, by both routes")
    def test_hang(self) -> None:
        self.ends_as("hangs", "timed-out", "took longer than 5 s and was killed WHERE", "--process-limit", "5s")

    @fault("a CPython workload that raises, by both routes")
    def test_raise(self) -> None:
        self.ends_as("raises", "crashed", r"Traceback (?:.|\n)+\nValueError: no such number")

    @fault("a CPython workload with a wrong result, by both routes")
    def test_wrong(self) -> None:
        self.ends_as("errs", "wrong-result", "returned -1, expected 79800")

    @fault("a CPython workload whose children outlive it, by both routes")
    def test_children(self) -> None:
        self.left_two_children(self.against("children", 300))


class Exe(Routes):
    route = "exe"


class Embed(Routes):
    route = "embed"


def load_tests(loader: unittest.TestLoader, _found: unittest.TestSuite, _pattern: str | None) -> unittest.TestSuite:
    """All but the class that has no route."""
    return unittest.TestSuite(loader.loadTestsFromTestCase(kind) for kind in (Exe, Embed))


if __name__ == "__main__":
    unittest.main()
