"""Times of short programs, side by side."""

from __future__ import annotations

import statistics
import subprocess
import time
from typing import Callable, List, Tuple


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternately(a: Callable[[], float], b: Callable[[], float], times: int) -> List[Tuple[float, float]]:
    """Pairs of what both return; who is first alternates."""
    pairs = []
    for turn in range(times):
        if turn % 2 == 0:
            first = a()
            pairs.append((first, b()))
        else:
            second = b()
            pairs.append((a(), second))
    return pairs


def median_of(pairs: List[Tuple[float, float]]) -> Tuple[float, float, float]:
    """Of either side, and of the differences."""
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a - b for a, b in pairs),
    )


def whole_program(argv: List[str]) -> float:
    return seconds(lambda: subprocess.run(argv, check=True, stdout=subprocess.DEVNULL))
