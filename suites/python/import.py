# /// workload
# about = "Imports of standard modules again and again, from their cached bytecode: find, read, execute"
# tags = ["interpreter", "startup"]
# seconds = 6e-4
# [parameters.modules]
# standard = "few"
# allowed = ["few", "many"]
# about = "few: three small modules; many: nine"
# ///
from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

# Pure Python, small, with no state of their own that a second copy would disturb.
FEW = ("colorsys", "sched", "shlex")
MANY = FEW + ("cmd", "code", "filecmp", "getopt", "graphlib", "timeit")


def make(modules: str) -> tuple[Callable[[], int], int]:
    names = {"few": FEW, "many": MANY}[modules]

    def run() -> int:
        for name in names:
            sys.modules.pop(name, None)
        for name in names:
            importlib.import_module(name)
        return sum(1 for name in names if name in sys.modules)

    return run, len(names)
