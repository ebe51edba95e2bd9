"""From visits to rates. Comparisons are made of neighbouring sides of one visit, in the order of time; none shares a process with another.

A difference is put into a peer's comparison by multiplying B's times; into Assay's by its dial, since it was measured so."""

from __future__ import annotations

import statistics
from collections import defaultdict
from math import comb
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from log import Record
from plan import DIALS, SIZES, SUBJECTS, kind_of

RULES = {
    "pyperf": ("pyperf compare_to",),
    "google-benchmark": ("compare.py, Time", "compare.py, CPU"),
    "hyperfine": ("hyperfine, welch_ttest.py", "hyperfine, its ±"),
}


class Comparison(NamedTuple):
    subject: str
    seconds: float
    a: List[Any]
    b: List[Any]


class Question(NamedTuple):
    rule: str
    a: List[Any]
    b: List[Any]


Judge = Callable[[List[Question]], List[Tuple[bool, bool]]]  # B differs; B is the slower one


def comparisons(records: Sequence[Record], tool: str) -> Iterator[Comparison]:
    for record in records:
        if record["tool"] != tool:
            continue
        sides = record["sides"]
        for a, b in zip(sides[0::2], sides[1::2]):
            yield Comparison(record["subject"], a["seconds"] + b["seconds"], a["processes"], b["processes"])


def scaled(process: Any, factor: float) -> Any:
    if isinstance(process, dict):
        return {clock: scaled(values, factor) for clock, values in process.items()}
    return [value * factor for value in process]


def tail(k: int, n: int, p: float) -> float:
    """P(X >= k) of a binomial X."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


def solve(rises_to: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rises_to(middle) else (middle, high)
    return (low + high) / 2


def exact(k: int, n: int) -> Tuple[float, float]:
    """The 95 % interval of Clopper and Pearson (1934, Biometrika 26:404)."""
    low = 0.0 if k == 0 else solve(lambda p: tail(k, n, p) >= 0.025)
    high = 1.0 if k == n else solve(lambda p: 1 - tail(k + 1, n, p) <= 0.025)
    return low, high


def rate(k: int, n: int) -> Optional[Dict[str, float]]:
    if n == 0:
        return None
    low, high = exact(k, n)
    return {"count": k, "of": n, "rate": round(k / n, 4), "low": round(low, 4), "high": round(high, 4)}


def seconds_of(seconds: List[float]) -> Optional[Dict[str, float]]:
    if not seconds:
        return None
    return {"mean": round(statistics.mean(seconds), 2), "median": round(statistics.median(seconds), 2)}


def row(tool: str, rule: str, kind: str, equal: Sequence[Tuple[str, bool]], off: Dict[float, Sequence[Tuple[bool, bool]]],
        seconds: List[float]) -> Dict[str, Any]:
    """equal: by subject, whether it differs; off: by size, whether it differs and whether B is the slower one."""
    each = defaultdict(list)
    for subject, different in equal:
        each[subject].append(different)
    return {
        "tool": tool, "rule": rule, "kind": kind,
        "false_positive": rate(sum(different for _, different in equal), len(equal)),
        "power": {f"{percent:g}": rate(sum(d and s for d, s in found), len(found)) for percent, found in off.items()},
        "wrong_sign": {f"{percent:g}": rate(sum(d and not s for d, s in found), len(found)) for percent, found in off.items()},
        "seconds": seconds_of(seconds),
        "each": {subject: rate(sum(found), len(found)) for subject, found in each.items()},
    }


def of_peer(records: Sequence[Record], tool: str, rule: str, judge: Judge) -> Dict[str, Any]:
    found = list(comparisons(records, tool))
    sizes = (0.0, *SIZES)
    questions = [Question(rule, one.a, [scaled(process, 1 + percent / 100) for process in one.b]) for percent in sizes for one in found]
    answers = judge(questions) if questions else []
    by_size = {percent: answers[i * len(found):(i + 1) * len(found)] for i, percent in enumerate(sizes)}
    equal = [(one.subject, different) for one, (different, _) in zip(found, by_size.pop(0.0))]
    return row(tool, rule, kind_of(SUBJECTS[tool][0]), equal, by_size, [one.seconds for one in found])


def of_assay(records: Sequence[Record], kind: str) -> Dict[str, Any]:
    ours = [record for record in records if record["tool"] == "assay" and kind_of(record["subject"]) == kind]
    told = [record for record in ours if record["verdict"] != "failed"]
    equal = [(record["subject"], record["verdict"] == "changed") for record in told if record["percent"] == 0]
    off = {percent: [(record["verdict"] == "changed", (record["effect"] or 0) > 0) for record in told
                     if record["percent"] == percent and record["subject"] == DIALS[kind]] for percent in SIZES}
    answer = row("assay", "assay ab", kind, equal, off, [record["seconds"] for record in told if record["percent"] == 0])
    open_ = [record["verdict"] in ("noisy", "undecided") for record in told if record["percent"] == 0]
    return {**answer, "noisy_or_undecided": rate(sum(open_), len(open_)), "failed": len(ours) - len(told)}


def rows(records: Sequence[Record], judge: Judge) -> List[Dict[str, Any]]:
    """Each peer's rules and below them what Assay did on work of the same kind."""
    answer = []
    for tool, subjects in SUBJECTS.items():
        answer += [of_peer(records, tool, rule, judge) for rule in RULES[tool]]
        answer.append(of_assay(records, kind_of(subjects[0])))
    return answer
