# /// workload
# about = "List, set and dict comprehensions, filtered and nested"
# tags = ["interpreter", "containers"]
# seconds = 4e-5
# [parameters.n]
# standard = "100"
# kind = "integer"
# growth = 1
# about = "items of each comprehension"
# ///
from __future__ import annotations

from collections.abc import Callable


def make(n: int) -> tuple[Callable[[], int], int]:
    side = 8

    def run() -> int:
        squares = [i * i for i in range(n)]
        even = {i for i in squares if i % 2 == 0}
        roots = {square: i for i, square in enumerate(squares)}
        grid = [[row + column for column in range(side)] for row in range(side)]
        return sum(squares) + len(even) + len(roots) + sum(map(sum, grid))

    squares = (n - 1) * n * (2 * n - 1) // 6
    return run, squares + (n + 1) // 2 + n + side * side * (side - 1)
