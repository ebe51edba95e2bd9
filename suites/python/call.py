# /// workload
# about = "Calls of Python functions: positional, keyword and default arguments"
# tags = ["interpreter"]
# seconds = 1e-5
# [parameters.n]
# standard = "100"
# kind = "integer"
# growth = 1
# about = "rounds of three calls"
# ///
from __future__ import annotations

from collections.abc import Callable


def positional(a: int, b: int) -> int:
    return a + b


def keyword(a: int, *, b: int) -> int:
    return a - b


def default(a: int, b: int = 1) -> int:
    return a + b


def make(n: int) -> tuple[Callable[[], int], int]:
    def run() -> int:
        total = 0
        for i in range(n):
            total = positional(total, i)
            total = keyword(total, b=i)
            total = default(total)
        return total

    return run, n
