# /// workload
# about = "Reads and writes of attributes: instance, slot, class, property, method"
# tags = ["interpreter"]
# seconds = 2e-5
# [parameters.n]
# standard = "100"
# kind = "integer"
# growth = 1
# about = "rounds over all kinds of attribute"
# ///
from __future__ import annotations

from collections.abc import Callable


class Plain:
    step = 1

    def __init__(self) -> None:
        self.count = 0

    @property
    def double(self) -> int:
        return self.count * 2

    def add(self, amount: int) -> None:
        self.count += amount


class Slotted:
    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


def make(n: int) -> tuple[Callable[[], int], int]:
    def run() -> int:
        plain, slotted = Plain(), Slotted()
        for _ in range(n):
            plain.count += plain.step
            slotted.count += 2
            plain.add(1)
        return plain.double + slotted.count

    return run, 6 * n
