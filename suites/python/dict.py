# /// workload
# about = "Dictionaries with text keys: insert, look up, count, delete, iterate"
# tags = ["interpreter", "containers"]
# seconds = 4e-5
# [parameters.n]
# standard = "200"
# kind = "integer"
# growth = 1
# about = "keys"
# ///
from __future__ import annotations

from collections.abc import Callable


def make(n: int) -> tuple[Callable[[], int], int]:
    keys = [f"key-{i}" for i in range(n)]

    def run() -> int:
        table: dict[str, int] = {}
        for i, key in enumerate(keys):
            table[key] = i
        for key in keys:
            table[key] = table.get(key, 0) + 1
        for key in keys[::2]:
            del table[key]
        return sum(table.values()) + sum(1 for key in keys if key in table)

    odd = n // 2  # keys 1, 3, 5, … stay, with the values 2, 4, 6, …
    return run, odd * (odd + 1) + odd
