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
    for name in (file.stem for file in Path(__file__).parent.glob("*_test.py") if file.name != Path(__file__).name):
        for kind, tests in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            for test, function in vars(tests).items():
                for row in getattr(function, "fault_rows", []):
                    found.add((row, name, kind, test))
    return found


class Page(unittest.TestCase):
    def test_it_lists_what_is_tested(self) -> None:
        self.assertEqual(set(ROW.findall(PAGE.read_text())), tested())


if __name__ == "__main__":
    unittest.main()
