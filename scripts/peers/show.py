"""The table, as text and for the documentation."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from plan import SIZES

HEAD = ["work", "rule", "comparisons", "false positives", *(f"found at {size:g} %" for size in SIZES), "wrong sign at 1 %", "noisy, undecided", "seconds"]
KINDS = {"python": "CPython", "native": "native", "command": "whole commands"}
Figures = Optional[Dict[str, float]]


def share(of: Figures) -> str:
    if of is None:
        return "-"
    return f"{100 * of['rate']:.0f} [{100 * of['low']:.0f}, {100 * of['high']:.0f}]"


def cells(row: Dict[str, Any]) -> List[str]:
    equal = row["false_positive"]
    found = [share(row["power"].get(f"{size:g}")) for size in SIZES]
    open_ = share(row["noisy_or_undecided"]) if "noisy_or_undecided" in row else ""
    seconds = f"{row['seconds']['mean']:.1f}" if row["seconds"] else "-"
    return [KINDS[row["kind"]], row["rule"], str(int(equal["of"])) if equal else "0", share(equal), *found, share(row["wrong_sign"].get("1")), open_, seconds]


def foot(answer: Dict[str, Any]) -> List[str]:
    recorded, settings, versions = answer["recorded"], answer["settings"], answer["host"]["versions"]
    load = "beside a busy process of ours on each" if settings["load"] else "no load of ours"
    first, middle, last = recorded["load"]
    failed = sum(row.get("failed", 0) for row in answer["rows"])
    ends = [f"{answer['host']['cpu']}, CPUs {settings['cpus']} of {answer['host']['online']}, {load}: load average {first:.1f} to {last:.1f}, median {middle:.1f}",
            f"{recorded['visits']} of {recorded['planned']} visits in {recorded['minutes']:.1f} minutes" + (f"; {failed} of Assay's failed" if failed else ""),
            ", ".join(f"{name} {version}" for name, version in versions.items())]
    return ends


def text(answer: Dict[str, Any]) -> str:
    table = [HEAD, *(cells(row) for row in answer["rows"])]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) if i < 2 else cell.rjust(width) for i, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in table]
    return "\n".join([*lines, "", "Percent with exact 95 % intervals; seconds are the wall time of a whole comparison of equals.", *foot(answer)])


def markdown(answer: Dict[str, Any]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (HEAD, ["---"] * len(HEAD), *(cells(row) for row in answer["rows"]))]
    return "\n".join([*lines, "", *(line + "  " for line in foot(answer))])
