"""What it takes to judge the nights of a study that nobody judged when they were measured."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Iterator

from figure import Figure
from loops import printed
from place import Place


def figures(place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from printed(place, [str(place.build / "bin" / "bench_catch_up"), str(Path(folder) / "store")])
