"""Recorded series of nights with what truly changed, and what Assay's own code tells of them."""

from __future__ import annotations

import gzip
import json
import math
import subprocess
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional


class True_(NamedTuple):
    """A change (from == to: its first night) or a ramp."""

    start: int
    end: int
    size: float  # logarithm


class Alarm(NamedTuple):
    told: int  # on which night
    start: int  # the first night that differs, as told
    end: int
    size: float
    drift: bool = False


class Recorded(NamedTuple):
    text: str  # the line
    values: List[float]
    nights: List[int]
    changes: List[True_]
    ramps: List[True_]


class Told(NamedTuple):
    alarms: List[Alarm]  # something new
    turned: List[Alarm]  # told before as a step, and now as a drift
    suspected: List[int]  # nights
    withdrawn: int
    hindsight: List[Alarm]
    floor_percent: float


class BadFile(Exception):
    pass


def lines_of(path: Path) -> Iterator[str]:
    """Packed with gzip or not: the first two bytes tell."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rt") if packed else path.open() as file:
        yield from file


def no_number(name: str) -> None:
    raise ValueError(f"{name} is no measurement, leave such a night out")


def recorded(text: str) -> Recorded:
    line: Dict[str, Any] = json.loads(text, parse_constant=no_number)
    values = [float(value) for value in line["log_ratio_to_anchor"]]
    changes = [True_(each["night"], each["night"], each["log_change"]) for each in line.get("true_changes", [])]
    ramps = [True_(each["from"], each["to"], each["log_change"]) for each in line.get("true_ramps", [])]
    return Recorded(text.strip(), values, line.get("night", list(range(len(values)))), changes, ramps)


def read(path: Path) -> List[Recorded]:
    found = []
    number = 0
    try:
        for number, text in enumerate(lines_of(path), 1):
            if text.strip():
                found.append(recorded(text))
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}; a file of series is wanted, packed with gzip or not") from error
    except (ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise BadFile(f"{path}:{number}: {what}; each line is a JSON object with log_ratio_to_anchor and true_changes") from error
    if not any(one.values for one in found):
        raise BadFile(f"{path}: no nights; each line is a JSON object with log_ratio_to_anchor and true_changes")
    return found


def alarm(item: Dict[str, Any], told: Optional[int] = None) -> Alarm:
    return Alarm(item["told"] if told is None else told, item["from"], item["to"], item["size"], item["course"] == "drift")


def told_of(answer: Dict[str, Any], last_night: int) -> Told:
    news = answer["told"]
    fresh = [item for item in news if item["kind"] in {"changed", "recovered", "drifting"}]
    return Told(
        [alarm(item) for item in fresh if not (item["kind"] == "drifting" and "of" in item)],
        [alarm(item) for item in fresh if item["kind"] == "drifting" and "of" in item],
        [item["told"] for item in news if item["kind"] == "suspected"],
        sum(item["kind"] == "withdrawn" for item in news),
        [alarm(item, last_night) for item in answer["hindsight"]],
        answer["floor_percent"],
    )


def follow(tool: Path, series: List[Recorded], floor_percent: Optional[float]) -> List[Told]:
    """Feeds the series, night by night, to the program that holds Assay's rule."""
    argv = [str(tool)] + ([] if floor_percent is None else [f"{floor_percent:g}"])
    try:
        done = subprocess.run(argv, input="\n".join(one.text for one in series), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise BadFile(f"{tool}: {error.strerror}; it is the target assay-nightly of a build tree") from error
    if done.returncode != 0:
        raise BadFile(done.stderr.strip() or f"{tool} ended with status {done.returncode}")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [told_of(answer, max(one.nights, default=0)) for answer, one in zip(answers, series)]


def log_of(percent: float) -> float:
    return math.log1p(percent / 100)
