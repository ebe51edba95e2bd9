"""Commands that measure nothing: help, a list, a plan of 10,000 cells."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Iterator

from figure import Figure, at_most
from place import Place
from timing import alternately, median_of, seconds, whole_program

TIMES = 40
CELLS = 10_000
STUDY = """
workloads = ["linalg.gemm{{n={sizes},type=s,d}}"]
[factors]
blas = ["openblas-serial", "blis-serial"]
env.SIDE = [{sides}]
"""


def short(place: Place, *words: str) -> Figure:
    argv = [str(place.assay), *words]
    ours, bare, _ = median_of(alternately(lambda: whole_program(argv), lambda: whole_program(["true"]), TIMES))
    return at_most("commands/assay " + " ".join(words), 1e3 * ours, "ms", 20, f"{1e3 * bare:.1f} ms of true(1)")


def plan(place: Place) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study.toml"
        sizes = ",".join(str(32 * n) for n in range(1, 26))
        study.write_text(STUDY.format(sizes=sizes, sides=", ".join(map(str, range(100)))))
        count = place.json("plan", str(study))["count"]
        if count != CELLS:
            sys.exit(f"bench: the study has {count} cells, not {CELLS}")
        times = [seconds(lambda: place.output([str(place.assay), "plan", str(study)])) for _ in range(5)]
    return at_most("commands/plan of 10,000 cells", sorted(times)[2], "s", 1, f"the fastest of 5 took {min(times):.2f} s")


def figures(place: Place) -> Iterator[Figure]:
    yield short(place, "--help")
    yield short(place, "list", "factors")
    yield plan(place)
