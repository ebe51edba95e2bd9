"""A speed, what is asked of it, and how it is shown."""

from __future__ import annotations

import json
from typing import Any, Dict, NamedTuple, Optional


class Figure(NamedTuple):
    name: str
    value: float
    unit: str
    limit: Optional[float]  # None: shown, and judged by another figure
    sense: str  # "at most", "at least"
    against: str = ""  # the bare thing beside it, or how it was taken

    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value <= self.limit if self.sense == "at most" else self.value >= self.limit

    def as_json(self) -> Dict[str, Any]:
        return {**self._asdict(), "holds": self.holds() if self.limit is not None else None}


def from_line(line: str) -> Figure:
    """As harness/core/bench/figure.h prints it."""
    return Figure(**json.loads(line))


def at_most(name: str, value: float, unit: str, limit: float, against: str) -> Figure:
    return Figure(name, value, unit, limit, "at most", against)


def shown(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def row(figure: Figure) -> str:
    verdict = "" if figure.limit is None else "holds" if figure.holds() else "misses"
    limit = "" if figure.limit is None else f"{figure.sense} {shown(figure.limit)}"
    return f"{figure.name:<34}{shown(figure.value):>8} {figure.unit:<17}{limit:<16}{verdict:<8}{figure.against}".rstrip()
