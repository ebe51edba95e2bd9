# /// workload
# about = "Exceptions: raised and caught, through several frames, chained, and the try that never fires"
# tags = ["interpreter"]
# seconds = 6e-5
# [parameters.n]
# standard = "50"
# kind = "integer"
# growth = 1
# about = "rounds"
# ///
from __future__ import annotations

from collections.abc import Callable


class Refused(ValueError):
    pass


def deep(levels: int) -> int:
    if levels == 0:
        raise Refused("bottom")
    return deep(levels - 1) + 1


def chained(i: int) -> None:
    try:
        deep(i % 4)
    except Refused as error:
        raise RuntimeError("again") from error


def make(n: int) -> tuple[Callable[[], int], int]:
    def run() -> int:
        caught = 0
        for i in range(n):
            try:
                caught += 1
            except Refused:
                caught = 0
            try:
                chained(i)
            except RuntimeError as error:
                caught += isinstance(error.__cause__, Refused)
        return caught

    return run, 2 * n
