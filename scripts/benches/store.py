"""Commits and bulk import, and with what they leave: comparing 10 million slices."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Iterator

from figure import Figure
from loops import printed
from place import Place


def figures(place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from printed(place, [str(place.build / "bin" / "bench_store"), str(Path(folder) / "store")])
