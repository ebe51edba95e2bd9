"""What others would have told of the same nights.

- threshold: a night that differs by 10 % or more from the night before, as in workflows that compare with the last run.
- rustc-perf: a night whose relative change from the night before exceeds Q3 + 3 IQR of the sizes of earlier changes (at most 100; from
  10 on, before that 0.2 %). Its docs/comparison-analysis.md states the fence.
- pelt: least squares with a penalty of 3 sigma² ln n for a change and three nights at least (Killick, Fearnhead and Eckley 2012, J. Am.
  Stat. Assoc. 107:1590), by the package ruptures where it is installed, else by the few lines below. Sigma is ours.
- otava: Apache Otava's compute_change_points with its standard options, where it is installed.

The last two look at the whole series every night; what lies within five nights of a place they told is not told again."""

from __future__ import annotations

import importlib.metadata
import math
import statistics
from typing import Any, Callable, Dict, Iterator, List, Optional

from series import Alarm, Recorded, log_of

Places = Callable[[List[float]], List[int]]
NEAR = 5
LEAST_NIGHTS = 3


def steps_of(series: Recorded) -> Iterator[Alarm]:
    for night, before, value in zip(series.nights[1:], series.values, series.values[1:]):
        yield Alarm(night, night, night, value - before)


def threshold(series: Recorded) -> List[Alarm]:
    return [step for step in steps_of(series) if step.size >= log_of(10) or step.size <= log_of(-10)]


def fence(sizes: List[float]) -> float:
    if len(sizes) < 10:
        return 0.002
    ordered = sorted(sizes)
    half = len(ordered) // 2
    first, third = statistics.median(ordered[:half]), statistics.median(ordered[-half:])
    return third + 3 * (third - first)


def rustc_perf(series: Recorded) -> List[Alarm]:
    sizes: List[float] = []
    alarms = []
    for step in steps_of(series):
        size = abs(math.expm1(step.size))
        if size > fence(sizes[-100:]):
            alarms.append(step)
        sizes.append(size)
    return alarms


def sigma_of(values: List[float]) -> float:
    return max(1.4826 * statistics.median(abs(b - a) for a, b in zip(values, values[1:])) / math.sqrt(2), 1e-5)


def pelt(values: List[float]) -> List[int]:
    """A change costs as much as ours, and a wild night all that it is worth."""
    n = len(values)
    penalty = 3 * math.log(n)
    scale = sigma_of(values)
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value / scale)
        squares.append(squares[-1] + (value / scale) ** 2)

    def cost(begin: int, end: int) -> float:
        return squares[end] - squares[begin] - (sums[end] - sums[begin]) ** 2 / (end - begin)

    best, last, starts = [-penalty] + [math.inf] * n, [0] * (n + 1), [0]
    for end in range(LEAST_NIGHTS, n + 1):
        costs = {begin: best[begin] + cost(begin, end) for begin in starts}
        last[end] = min(costs, key=costs.__getitem__)
        best[end] = costs[last[end]] + penalty
        starts = [begin for begin in starts if costs[begin] <= best[end]] + [end - LEAST_NIGHTS + 1]
    places = []
    end = last[n]
    while end > 0:
        places.append(end)
        end = last[end]
    return places[::-1]


def pelt_of_ruptures() -> Optional[Places]:
    try:
        import numpy
        import ruptures
    except ImportError:
        return None

    def places(values: List[float]) -> List[int]:
        search = ruptures.KernelCPD(kernel="linear", min_size=LEAST_NIGHTS, jump=1)  # squares about means, in C
        scaled = numpy.array(values).reshape(-1, 1) / sigma_of(values)
        found: List[int] = search.fit(scaled).predict(pen=3 * math.log(len(values)))
        return found[:-1]

    return places


def otava() -> Optional[Places]:
    try:
        from otava.analysis import compute_change_points
    except ImportError:
        return None

    def places(values: List[float]) -> List[int]:
        ratios = [math.exp(value) for value in values]  # it compares means of positive values
        return sorted(point.index for point in compute_change_points(ratios)[0])

    return places


def size_at(values: List[float], places: List[int], place: int) -> float:
    edges = [0, *places, len(values)]
    at = edges.index(place)
    return statistics.fmean(values[place : edges[at + 1]]) - statistics.fmean(values[edges[at - 1] : place])


def in_hindsight(series: Recorded, places: Places, nights: Optional[int] = None) -> List[Alarm]:
    values = series.values[:nights]
    if len(values) < 2 * LEAST_NIGHTS:
        return []
    told = series.nights[len(values) - 1]
    found = places(values)
    return [Alarm(told, series.nights[at], series.nights[at], size_at(values, found, at)) for at in found]


def night_by_night(series: Recorded, places: Places) -> List[Alarm]:
    alarms: List[Alarm] = []
    for nights in range(2 * LEAST_NIGHTS, len(series.values) + 1):
        for alarm in in_hindsight(series, places, nights):
            if all(abs(alarm.start - told.start) > NEAR for told in alarms):
                alarms.append(alarm)
    return alarms


def version(package: str) -> str:
    return f"{package} {importlib.metadata.version(package)}"


def searches() -> Dict[str, Any]:
    """Name: (who computes it, how)."""
    ruptures, installed = pelt_of_ruptures(), otava()
    found: Dict[str, Any] = {"pelt": (version("ruptures"), ruptures) if ruptures else ("the lines in scripts/nightly/peers.py", pelt)}
    if installed:
        found["otava"] = (version("apache-otava"), installed)
    return found
