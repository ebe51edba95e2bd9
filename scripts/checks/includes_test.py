"""Plants breaches of the include table and asserts what the check says."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from includes import complaints

TABLE = """## Allowed includes

| room | may include |
|---|---|
| `harness/core` | |
| `results` | `harness/core` |
| `harness/cli` | every room |

## Next
"""


class Includes(unittest.TestCase):
    def check(self, files: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            (root / "ARCHITECTURE.md").write_text(TABLE)
            for room in ("harness/core", "results", "harness/cli"):
                (root / room).mkdir(parents=True)
            (root / "results/reader.cc").write_text('#include "harness/core/b.h"\n')
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return complaints(root)

    def test_what_the_table_allows_is_fine(self) -> None:
        files = {"results/a.cc": '#include "harness/core/b.h"\n', "harness/cli/c.cc": '#include "results/a.h"\n#include <vector>\n'}
        self.assertEqual(self.check(files), [])

    def test_a_breach_is_named_with_its_line(self) -> None:
        files = {"harness/core/a.cc": '\n#include "results/store.h"\n'}
        self.assertEqual(self.check(files), ["harness/core/a.cc:2: `harness/core` may not include `results`"])

    def test_a_path_from_nowhere_is_named(self) -> None:
        self.assertEqual(self.check({"results/a.cc": '#include "a.h"\n'}), ['results/a.cc:1: "a.h" is not written from the top of the tree'])

    def test_a_permission_that_nobody_uses_is_named(self) -> None:
        self.assertEqual(self.check({"results/reader.cc": ""}),
                         ["ARCHITECTURE.md: `results` may include `harness/core` and does not: take it out of the table"])

    def test_a_file_in_no_room_is_named(self) -> None:
        self.assertEqual(self.check({"runners/x.cc": ""}), ["runners/x.cc: in no room of ARCHITECTURE.md's table"])


if __name__ == "__main__":
    unittest.main()
