"""`assay compare` on 10 million slices."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Iterator

from figure import Figure, at_most
from place import Place
from timing import seconds

TIMES = 5


def figures(place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place.output([str(place.build / "bin" / "bench_store"), folder])
        argv = [str(place.assay), "compare", "--db", str(Path(folder) / "bulk.db")]
        times = sorted(seconds(lambda: place.output(argv)) for _ in range(TIMES))
    yield at_most("compare/10 million slices", times[TIMES // 2], "s", 1, f"the fastest of {TIMES} took {times[0]:.2f} s")
