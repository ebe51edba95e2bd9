"""load.py CPU SECONDS: keeps one CPU busy until the time is up or whoever started it is gone. By itself nothing it does needs memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import List

STEPS = 100_000  # some milliseconds


def spin(cpu: int, seconds: float) -> None:
    os.sched_setaffinity(0, {cpu})
    parent, end = os.getppid(), time.monotonic() + seconds
    while time.monotonic() < end and os.getppid() == parent:
        for _ in range(STEPS):
            pass


class Load:
    """One such process on each CPU that is ours."""

    def __init__(self, seconds: float) -> None:
        program = os.path.abspath(__file__)
        self.processes: List["subprocess.Popen[bytes]"] = [
            subprocess.Popen([sys.executable, "-S", "-E", program, str(cpu), str(seconds)]) for cpu in sorted(os.sched_getaffinity(0))
        ]

    def stands(self) -> bool:
        return all(process.poll() is None for process in self.processes)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    spin(int(sys.argv[1]), float(sys.argv[2]))
