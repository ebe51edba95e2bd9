"""Alarms held against what truly changed.

An alarm finds a change of the same sign when it was not told before the change's first night, its place lies within five nights of it, and
its size is at least half of the true one; the first alarm that does finds it. The first alarm within a ramp finds the ramp. Every other
alarm is false: one more for the same change, one more for the same ramp. Changes below the least size (1 % unless asked) need not be
found, and finding them is not false."""

from __future__ import annotations

import statistics
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from series import Alarm, Recorded, True_

NEAR = 5  # nights


class Outcome(NamedTuple):
    found: Dict[True_, Alarm]  # changes
    ramps: Dict[True_, Alarm]
    false: List[Alarm]


def apart(alarm: Alarm, true: True_) -> int:
    return max(0, true.start - alarm.end, alarm.start - true.end)


def fits(alarm: Alarm, true: True_) -> bool:
    return (alarm.size > 0) == (true.size > 0) and alarm.told >= true.start and apart(alarm, true) <= NEAR


def of_series(series: Recorded, alarms: Iterable[Alarm]) -> Outcome:
    outcome = Outcome({}, {}, [])
    for alarm in sorted(alarms):
        steps = [] if alarm.drift else [true for true in series.changes if true not in outcome.found and fits(alarm, true)]
        steps = [true for true in steps if abs(alarm.size) >= abs(true.size) / 2]
        ramps = [true for true in series.ramps if true not in outcome.ramps and fits(alarm, true)]
        if steps:
            outcome.found[min(steps, key=lambda true: apart(alarm, true))] = alarm
        elif ramps:
            outcome.ramps[min(ramps, key=lambda true: apart(alarm, true))] = alarm
        else:
            outcome.false.append(alarm)
    return outcome


def share(part: int, whole: int) -> Optional[float]:
    return part / whole if whole else None


def delays(nights: List[int]) -> Dict[str, Optional[float]]:
    if not nights:
        return {"median": None, "p90": None}
    tenths = statistics.quantiles(nights, n=10, method="inclusive") if len(nights) > 1 else nights * 9
    return {"median": statistics.median(nights), "p90": tenths[8]}


def of_file(series: List[Recorded], alarms: List[List[Alarm]], least: float, live: bool = True) -> Dict[str, Any]:
    """Rates as fractions, delays in nights from the first one that differs: 0 is the same night."""
    outcomes = [of_series(one, told) for one, told in zip(series, alarms)]
    wanted = [(outcome, true) for one, outcome in zip(series, outcomes) for true in one.changes if abs(true.size) >= least]
    found = [outcome.found[true].told - true.start for outcome, true in wanted if true in outcome.found]
    right = sum(len(outcome.found) + len(outcome.ramps) for outcome in outcomes)
    false = sum(len(outcome.false) for outcome in outcomes)
    nights = sum(len(one.values) for one in series)
    figures: Dict[str, Any] = {"precision": share(right, right + false), "recall": share(len(found), len(wanted))}
    if live:
        figures["delay"] = delays(found)
    figures["false_alarms_per_100_nights"] = 100 * false / nights
    figures["counts"] = {"changes": len(wanted), "found": len(found), "alarms": right + false, "false": false, "nights": nights}
    return figures


def second_stage(series: List[Recorded], alarms: List[List[Alarm]]) -> Dict[str, int]:
    """Of what fresh bouts confirmed in the night itself."""
    outcomes = [of_series(one, told) for one, told in zip(series, alarms)]
    false = sum(alarm.fresh for outcome in outcomes for alarm in outcome.false)
    found = sum(alarm.fresh for outcome in outcomes for alarm in [*outcome.found.values(), *outcome.ramps.values()])
    return {"found": found, "false": false}


def drifts(series: List[Recorded], alarms: List[List[Alarm]], turned: List[List[Alarm]]) -> Dict[str, Any]:
    """Of the ramps: told at all, told as drifts on some night, and with no false alarm inside."""
    true = found = as_drift = alone = 0
    nights = []
    for one, told, later in zip(series, alarms, turned):
        outcome = of_series(one, told)
        for ramp in one.ramps:
            true += 1
            first = outcome.ramps.get(ramp)
            drift = [alarm for alarm in [*told, *later] if alarm.drift and fits(alarm, ramp)]
            found += first is not None or bool(drift)
            as_drift += bool(drift)
            alone += not any(apart(alarm, ramp) == 0 for alarm in outcome.false)
            if first is not None:
                nights.append(first.told - ramp.start)
    return {"true": true, "found": found, "as_drift": as_drift, "without_a_false_alarm": alone, "delay": delays(nights)}
