"""The standard deviation of an A/A pair, in turns against adjacent processes, for six kinds of work.

Both modes are measured alternately. A pair's value is that of docs/statistics.md: in turns the median of ln(B/A) over the rounds, for
adjacent processes ln of the ratio of lower quartiles, by the clock that the mode reads."""

from __future__ import annotations

import math
import sqlite3
import statistics
import tempfile
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

from figure import Figure
from place import Place

BATCHES = 4
BOUTS = 10  # in each batch and mode
ROUNDS = 50  # of a pair in turns at most
LARGE_PERCENT = 4  # of adjacent processes; where they spread more, turns must quarter it
LIMIT_PERCENT = 1.5  # elsewhere
NEEDED = 5

KINDS = {
    "nbody": 'workloads = ["python.nbody"]',
    "json": 'workloads = ["python.json"]',
    "regex": 'workloads = ["python.regex"]',
    "dgemm": 'workloads = ["linalg.gemm{n=256}"]\nset.blas = "openblas-serial"',
    "sort": 'workloads = ["memory.sort"]',
    "chase": 'workloads = ["memory.chase"]',
}
STUDY = """{kind}
[factors]
env.SIDE = ["a", "b"]
[decision]
mode = "{mode}"
bouts = {bouts}
"""
SLICES = """
SELECT p.bout, json_extract(c.configuration, '$."env.SIDE"'), s.round, s.wall, s.cpu
FROM v_processes AS p JOIN v_slices AS s ON s.process = p.process JOIN v_cells AS c ON c.run = p.run AND c.cell = p.cell
WHERE s.phase = 'steady' AND p.outcome = 'measured' ORDER BY p.process, s.slice
"""


class Slice(NamedTuple):
    round: int
    wall: float
    cpu: float


Side = List[Slice]


def sides_of(store: Path) -> List[Tuple[Side, Side]]:
    bouts: Dict[int, Dict[str, Side]] = {}
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        for bout, side, *numbers in database.execute(SLICES):
            bouts.setdefault(bout, {}).setdefault(side, []).append(Slice(*numbers))
    return [(bout["a"], bout["b"]) for bout in bouts.values() if len(bout) == 2]


def in_turns(a: Side, b: Side) -> float:
    walls_of_b = {each.round: each.wall for each in b}
    both = [each for each in a if each.round in walls_of_b]
    return statistics.median(math.log(walls_of_b[each.round] / each.wall) for each in both[:ROUNDS])


def lower_quartile(side: Side) -> float:
    return statistics.quantiles([each.cpu for each in side], n=4, method="inclusive")[0]


def adjacent(a: Side, b: Side) -> float:
    return math.log(lower_quartile(b) / lower_quartile(a))


def values(place: Place, folder: Path, kind: str, mode: str) -> List[float]:
    study = folder / "study.toml"
    study.write_text(STUDY.format(kind=KINDS[kind], mode=mode, bouts=BOUTS))
    store = folder / f"{kind}-{mode}.db"
    store.unlink(missing_ok=True)
    place.output([str(place.assay), "run", str(study), "--db", str(store), "--quiet"])
    value = in_turns if mode == "turns" else adjacent
    return [value(a, b) for a, b in sides_of(store)]


def spreads(place: Place, kind: str) -> Tuple[float, float]:
    """Percent, in turns and of adjacent processes."""
    found: Dict[str, List[float]] = {"turns": [], "adjacent": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(BATCHES):
            for mode, so_far in found.items():
                so_far += values(place, Path(folder), kind, mode)
    return 100 * statistics.stdev(found["turns"]), 100 * statistics.stdev(found["adjacent"])


def figures(place: Place) -> Iterator[Figure]:
    held = 0
    for kind in KINDS:
        turns, apart = spreads(place, kind)
        limit = apart / 4 if apart >= LARGE_PERCENT else LIMIT_PERCENT
        held += turns <= limit
        against = f"adjacent {apart:.2f} %: at most {limit:.2f} % is wanted"
        yield Figure(f"pairs/{kind}", turns, "% in turns", None, "at most", against)
    yield Figure("pairs/kinds of work that hold", held, f"of {len(KINDS)}", NEEDED, "at least", f"{BATCHES * BOUTS} pairs in either mode")
