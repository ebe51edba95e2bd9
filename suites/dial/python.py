# /// workload
# about = "Rounds of an interpreted loop; env.DIAL_PERCENT adds so many percent of them"
# kind = "cpython"
# factors = ["python", "route"]
# tags = ["dial"]
# seconds = 1e-4
# [parameters.rounds]
# standard = "2000"
# kind = "integer"
# growth = 1
# about = "rounds where the dial is at 0"
# ///
from __future__ import annotations

import os
from collections.abc import Callable


def make(rounds: int) -> tuple[Callable[[], int], int]:
    turned = max(1, round(rounds * (1 + float(os.environ.get("DIAL_PERCENT", "0")) / 100)))

    def run() -> int:
        total = 0
        for i in range(turned):
            total += i & 3
        return total

    return run, sum(i & 3 for i in range(turned))
