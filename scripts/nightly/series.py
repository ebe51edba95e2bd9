"""Recorded series of nights with what truly changed, and what Assay's own code tells of them."""

from __future__ import annotations

import gzip
import json
import math
import subprocess
import zlib
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
    fresh: bool = False  # the second comparison of the same night


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


LARGEST = 1e300  # beyond what any of these numbers is, and sums of them are numbers still


def lines_of(path: Path) -> Iterator[bytes]:
    """Packed with gzip or not: the first two bytes tell."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        yield from file


def no_number(name: str) -> None:
    raise ValueError(f"{name} is no measurement, leave such a night out")


MODES = {"turns", "adjacent", "shared-cpu", "shared CPU"}
MOST_NIGHTS = 10**9  # any count of days there is, and a whole number for every program


def whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST_NIGHTS:
        raise ValueError(f"{name} is {shown(value)}, and is the number of a night")
    return value


def shown(value: Any) -> str:
    return repr(value) if len(repr(value)) <= 40 else repr(value)[:40] + "..."


def finite(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        raise ValueError(f"{name} is {shown(value)}, and is a finite number")
    return float(value)


def not_negative(value: Any, name: str) -> float:
    if finite(value, name) < 0:
        raise ValueError(f"{name} is {shown(value)}, and is no less than 0")
    return float(value)


def change(each: Dict[str, Any], first: str, last: str) -> True_:
    return True_(whole(each[first], first), whole(each[last], last), finite(each["log_change"], "log_change"))


def recorded(text: str) -> Recorded:
    line: Dict[str, Any] = json.loads(text, parse_constant=no_number)
    if not isinstance(line, dict):
        raise ValueError("no JSON object")
    if "log_ratio_to_anchor" not in line and ("wall_ns" in line or "a_wall_ns" in line):
        raise ValueError("a recorded pair or process, which scripts/replay-noise reads")
    values = [finite(value, "log_ratio_to_anchor") for value in line["log_ratio_to_anchor"]]
    changes = [change(each, "night", "night") for each in line.get("true_changes", [])]
    ramps = [change(each, "from", "to") for each in line.get("true_ramps", [])]
    nights = [whole(night, "night") for night in line.get("night", range(len(values)))]
    for name in ("night", "fresh", "standard_error", "identity"):
        if name in line and len(line[name]) != len(values):
            raise ValueError(f"{name} has {len(line[name])} entries for {len(values)} nights")
    for value in line.get("standard_error", []):
        not_negative(value, "standard_error")
    for value in line.get("fresh", []):
        finite(value, "fresh")
    if "fresh" in line:
        not_negative(line.get("bout_sd"), "bout_sd")
    if any(not isinstance(each, str) for each in line.get("identity", [])):
        raise ValueError("identity has one text for each night")
    mode = line.get("mode", "turns")
    if not isinstance(mode, str) or mode not in MODES:
        raise ValueError(f"mode is {shown(mode)}, and is turns, shared-cpu or adjacent")
    return Recorded(text.strip(), values, nights, changes, ramps)


BROKEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def read(path: Path) -> List[Recorded]:
    found = []
    number = 0
    try:
        for number, text in enumerate(lines_of(path), 1):
            if text.strip():
                found.append(recorded(text.decode()))
    except BROKEN as error:
        what = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise BadFile(f"{path}:{number}: {what}; each line is a JSON object with log_ratio_to_anchor and true_changes") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadFile(f"{path}: after line {number}: {error}; the packed file is cut or damaged") from error
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}; a file of series is wanted, packed with gzip or not") from error
    if not any(one.values for one in found):
        raise BadFile(f"{path}: no nights; each line is a JSON object with log_ratio_to_anchor and true_changes")
    return found


def alarm(item: Dict[str, Any], told: Optional[int] = None) -> Alarm:
    return Alarm(item["told"] if told is None else told, item["from"], item["to"], item["size"], item["course"] == "drift", item.get("fresh", False))


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
    answers = done.stdout.splitlines()
    if len(answers) != len(series):
        raise BadFile(f"{tool}: {len(answers)} answers to {len(series)} series; it is the target assay-nightly of a build tree")
    try:
        return [told_of(json.loads(answer), max(one.nights, default=0)) for answer, one in zip(answers, series)]
    except BROKEN as error:
        raise BadFile(f"{tool}: what it prints are no answers; it is the target assay-nightly of a build tree") from error


def log_of(percent: float) -> float:
    return math.log1p(percent / 100)
