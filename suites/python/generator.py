# /// workload
# about = "Generators: plain, delegating, with send, and coroutines awaited by hand"
# tags = ["interpreter"]
# seconds = 5e-5
# [parameters.n]
# standard = "100"
# kind = "integer"
# growth = 1
# about = "items through each"
# ///
from __future__ import annotations

from collections.abc import Callable, Generator, Iterator


def count(n: int) -> Iterator[int]:
    for i in range(n):
        yield i


def delegate(n: int) -> Iterator[int]:
    yield from count(n)
    yield from (2 * i for i in count(n))


def running_sum() -> Generator[int, int, None]:
    total = 0
    while True:
        total += yield total


async def ready(i: int) -> int:
    return i


async def gather(n: int) -> int:
    total = 0
    for i in range(n):
        total += await ready(i)
    return total


def awaited(n: int) -> int:
    try:
        gather(n).send(None)
    except StopIteration as end:
        return int(end.value)
    raise RuntimeError("it suspended")


def make(n: int) -> tuple[Callable[[], int], int]:
    def run() -> int:
        adder = running_sum()
        next(adder)
        last = 0
        for i in count(n):
            last = adder.send(i)
        return sum(delegate(n)) + last + awaited(n)

    return run, 5 * (n * (n - 1) // 2)
