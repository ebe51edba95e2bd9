# /// workload
# about = "Adds numbers until its call number at, and then does what the variable FAULT says"
# seconds = 1e-5
# [parameters.at]
# standard = "1"
# kind = "integer"
# about = "the call that goes wrong: the first one is the check before the turns"
# ///
"""A workload that the tests put into a suite of their own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable


def segfault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def aborts() -> None:
    sys.stderr.write("free(): invalid pointer\n")
    sys.stderr.flush()
    os.abort()


def leaves() -> None:
    os._exit(0)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hangs() -> None:
    while True:
        time.sleep(1000)


def children() -> None:
    for new_session in (False, True):
        if os.fork() == 0:
            if new_session:
                os.setsid()
            hangs()


def raises() -> None:
    raise ValueError("no such number")


def make(at: int) -> tuple[Callable[[], int], int]:
    name = os.environ["FAULT"]
    rounds = 100 if name == "none" else 400  # slower on purpose: the comparison shall be decided at its first look
    calls = 0

    def run() -> int:
        nonlocal calls
        calls += 1
        if calls == at and name not in ("none", "errs"):
            globals()[name]()
        total = 0
        for number in range(rounds):
            total += number
        return -1 if name == "errs" and calls >= at else total

    return run, sum(range(rounds))
