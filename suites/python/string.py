# /// workload
# about = "Text: format, join, split, replace, find, encode and decode, with some of it outside ASCII"
# tags = ["interpreter", "text"]
# seconds = 5e-5
# [parameters.n]
# standard = "100"
# kind = "integer"
# growth = 1
# about = "words"
# ///
from __future__ import annotations

from collections.abc import Callable


def make(n: int) -> tuple[Callable[[], int], int]:
    def run() -> int:
        words = [f"wörd{i:04d}" for i in range(n)]
        text = " ".join(words).upper().replace("Ö", "oe")
        parts = text.split(" ")
        found = sum(1 for part in parts if part.startswith("WoeRD") and part.endswith("7"))
        return len(text) + found + len(" ".join(words).encode("utf-8").decode("utf-8"))

    # to n = 10000 a word has 8 letters, 9 after the replacement, and every tenth from 7 on ends with 7
    letters = sum(len(str(i)) if i > 9999 else 4 for i in range(n))
    return run, (5 * n + letters + n - 1) + (n + 2) // 10 + (4 * n + letters + n - 1)
