"""Every row of docs/faults.md has its test, and every fault that is tested has its row."""

from __future__ import annotations

import importlib
import inspect
import re
import unittest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/faults.md"
ROW = re.compile(r"^\| ([^|]+?) \| .* \| `(\w+)\.(\w+)\.(\w+)` \|$", re.M)


def tested() -> set[tuple[str, ...]]:
    found = set()
    for name in ("inputs_test", "workers_test", "store_test", "interrupts_test"):
        for kind, tests in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            for test, function in inspect.getmembers(tests, inspect.isfunction):
                for row in getattr(function, "fault_rows", []):
                    found.add((row, name, kind, test))
    return found


class Page(unittest.TestCase):
    def test_it_lists_what_is_tested(self) -> None:
        self.assertEqual(set(ROW.findall(PAGE.read_text())), tested())


if __name__ == "__main__":
    unittest.main()
