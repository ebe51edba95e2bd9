"""What an iteration, a turn and the change points of a year cost. The programs lie beside what they measure and print figures themselves."""

from __future__ import annotations

import sys
from typing import Iterator, List, Optional

from figure import Figure, from_line
from place import ROOT, Place, last_cpu


def printed(place: Place, argv: List[str], cpu: Optional[int] = None) -> Iterator[Figure]:
    for line in place.output(argv, cpu).splitlines():
        yield from_line(line)


def turns(place: Place) -> Iterator[Figure]:
    return printed(place, [str(place.build / "tests" / "turn_cost")])


def native(place: Place) -> Iterator[Figure]:
    return printed(place, [str(place.build / "bin" / "bench_native"), place.blas("openblas-serial")], last_cpu())


def python(place: Place) -> Iterator[Figure]:
    program = ROOT / "harness" / "worker" / "python" / "bench_loop.py"
    return printed(place, [sys.executable, str(program), str(place.libexec)], last_cpu())


def nightly(place: Place) -> Iterator[Figure]:
    return printed(place, [str(place.build / "bin" / "bench_nightly")], last_cpu())
