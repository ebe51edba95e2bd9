"""What pyperformance's scripts use of pyperf, measured in Assay's turns instead of by pyperf's own loop.

A script offers each of its benchmarks to a Runner; `receive`, set by whoever runs the script, decides what is done with it. Nothing
here measures."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Callable, Optional

from pyperf._runner import Runner
from pyperf._task import Task

__all__ = ["Runner", "Task", "perf_counter", "python_has_jit", "python_implementation"]

VERSION = (2, 9, 0)
__version__ = "2.9.0"  # whose interface this is; some scripts ask

receive: Optional[Callable[[Task], None]] = None


def python_implementation() -> str:
    return sys.implementation.name.lower()


def python_has_jit() -> bool:
    return python_implementation() == "pypy"
