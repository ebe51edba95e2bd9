# /// workload
# about = "Sorting: numbers, text, by a key function, and what is nearly sorted"
# tags = ["interpreter", "containers"]
# seconds = 2e-4
# [parameters.n]
# standard = "300"
# kind = "integer"
# growth = 1
# about = "items"
# ///
from __future__ import annotations

from collections.abc import Callable


def shuffled(n: int) -> list[int]:
    """A permutation of 0 … n-1 that is the same in every release: a linear congruential sequence decides its order."""
    state, keys = 12345, []
    for i in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        keys.append((state, i))
    return [i for _, i in sorted(keys)]


def make(n: int) -> tuple[Callable[[], int], int]:
    numbers = shuffled(n)
    words = [f"{i:06d}" for i in numbers]
    nearly = list(range(n))
    nearly[n // 3], nearly[-1] = nearly[-1], nearly[n // 3]

    def run() -> int:
        ascending = sorted(numbers)
        by_key = sorted(numbers, key=lambda i: -i)
        ordered = sorted(words)
        mended = sorted(nearly)
        return ascending[0] + by_key[0] + int(ordered[-1]) + mended[n // 3] + len(mended)

    return run, 0 + (n - 1) + (n - 1) + n // 3 + n
