"""What docs/interface.md promises of an answer, asked of an answer: keys of --json, exit status, columns of the store's views."""

from __future__ import annotations

import json
import re
import sqlite3

COMPARISON = {
    "workload", "parameters", "a", "b", "verdict", "effect", "mode", "decided_on", "undisturbed", "disturbed", "clock",
    "a_seconds", "b_seconds", "pairs", "replicas", "seconds", "noise", "why", "executed",
}  # fmt: skip
CELL = {"cell", "workload", "parameters", "configuration", "outcome", "detail", "seconds", "clock", "rate", "processes", "slices", "executed"}
EFFECT = {"factor", "from", "to", "workload", "parameters", "verdict", "effect"}
ANSWER = {"command", "version", "run", "host", "seed", "seconds"}
KEYS = {
    "ab": ANSWER | {"comparisons", "suite"},
    "gate": ANSWER | {"status", "counts", "rules", "anchor", "comparisons", "reference", "host_records"},
    "run": ANSWER | {"cells", "effects"},
    "compare": ANSWER | {"cells", "effects"},
    "nightly": {"command", "version", "changes"},
    "plan": {"command", "version", "seed", "count", "estimated_seconds", "groups"},
    "list": {"command", "list", "items"},
    "doctor": {"command", "version", "host"},
    "publish": {"command"},
}
JUDGED = {"judgement", "holds", "floor_percent", "reason", "test", "failures", "ignore", "reproduce"}
GATE_STATUS = {"passed": 0, "failed": 1, "undecided": 3}
MODES = {"turns", "shared-cpu", "adjacent", None}


def words_after(page: str, start: str) -> set[str]:
    """The `words` between `start` and the end of that sentence: the page is the list."""
    sentence = re.search(re.escape(start) + r"(.*?)[.;]\s", page, re.S)
    found = set(re.findall(r"`([\w-]+)`", sentence[1])) if sentence else set()
    if not found:
        raise SystemExit(f"the page has no list that begins with {start!r}")
    return found


def missing(what: str, item: dict, keys: set[str]) -> list[str]:
    return [f"{what} has no {key!r}" for key in sorted(keys - item.keys())]


def interval(what: str, value: dict | None, middle: str) -> list[str]:
    if value is None:
        return []
    if absent := missing(what, value, {middle, "low", "high"}):
        return absent
    return [] if value["low"] <= value[middle] <= value["high"] else [f"{what} does not lie in its interval: {value}"]


class Promises:
    """The lists that the page states."""

    def __init__(self, page: str) -> None:
        self.verdicts = words_after(page, "`verdict` is")
        self.judgements = words_after(page, "`judgement` is")
        self.outcomes = words_after(page, "Outcomes:")
        self.views = {name: columns.split(", ") for name, columns in re.findall(r"^\| `(v_\w+)` \| (.*) \|$", page, re.M)}
        if len(self.views) != 3:
            raise SystemExit(f"the page states {len(self.views)} views instead of 3")

    def of_comparison(self, item: dict) -> list[str]:
        if absent := missing("a comparison", item, COMPARISON):
            return absent
        problems = interval("an effect", item["effect"], "percent")
        if item["verdict"] not in self.verdicts:
            problems.append(f"verdict {item['verdict']!r} is not on the page")
        if item["mode"] not in MODES:
            problems.append(f"mode {item['mode']!r}")
        if item["verdict"] == "failed":
            problems += missing("a failed comparison", item, {"outcome", "detail"})
        elif item["verdict"] in {"changed", "same"}:
            problems += [f"{item['verdict']}, and {key} is null" for key in ("effect", "a_seconds", "b_seconds") if item[key] is None]
        # A side drops what does not reach it: blis-serial knows no threads.
        if not item["a"] or not item["b"] or item["a"] == item["b"]:
            problems.append(f"sides {item['a']} and {item['b']}")
        return problems

    def of_cell(self, item: dict) -> list[str]:
        if absent := missing("a cell", item, CELL):
            return absent
        problems = interval("seconds", item["seconds"], "median")
        if item["outcome"] not in self.outcomes:
            problems.append(f"outcome {item['outcome']!r} is not on the page")
        subject = item["executed"] or item["configuration"].get("command")  # a whole command says itself what it executes
        if item["outcome"] == "measured" and not (item["seconds"] and item["seconds"]["median"] > 0 and item["processes"] and subject):
            problems.append(f"a measured cell without its figures: {item}")
        return problems

    def of_effect(self, item: dict) -> list[str]:
        return missing("an effect", item, EFFECT) or interval("an effect", item["effect"], "percent")

    def of_answer(self, command: str, text: str, status: int) -> list[str]:
        try:
            answer = json.loads(text)
        except json.JSONDecodeError as error:
            return [f"standard output is not one JSON object: {error}"]
        if absent := missing("the answer", answer, KEYS[command]):
            return absent
        problems = [f"command {answer['command']!r}"] if answer["command"] != command else []
        for list_name, check in (("comparisons", self.of_comparison), ("cells", self.of_cell), ("effects", self.of_effect)):
            problems += [problem for item in answer.get(list_name, []) for problem in check(item)]
        if command == "gate" and not problems:
            return self.of_gate(answer, status)
        if problems or command not in {"run", "ab"}:
            return problems
        return wrong_status(command, answer, status)

    def of_gate(self, answer: dict, status: int) -> list[str]:
        problems = [problem for item in answer["comparisons"] for problem in missing("a judged comparison", item, JUDGED)]
        problems += [f"judgement {item['judgement']!r} is not on the page" for item in answer["comparisons"] if item.get("judgement") not in self.judgements]
        if status != GATE_STATUS.get(answer["status"]):
            problems.append(f"status {status} of a gate that {answer['status']!r}")
        return problems if answer["comparisons"] else [*problems, "nothing is in the answer"]

    def of_store(self, path: str) -> list[str]:
        with sqlite3.connect(path) as store:
            found = {view: [row[1] for row in store.execute(f"pragma table_info({view})")] for view in self.views}
            problems = [f"{view} has {found[view]}, the page says {self.views[view]}" for view in self.views if found[view] != self.views[view]]
            empty = [view for view in self.views if not store.execute(f"select count(*) from {view}").fetchone()[0]]
        return problems + [f"{view} is empty" for view in empty]


def wrong_status(command: str, answer: dict, status: int) -> list[str]:
    """A live command cut short may have decided nothing: that is status 3, and must be so exactly then."""
    decided = any(item["verdict"] in {"changed", "same"} for item in answer.get("comparisons", []))
    measured = any(item["outcome"] == "measured" for item in answer.get("cells", []))
    wanted = 0 if decided or measured else 3
    found = len(answer["comparisons"] if command == "ab" else answer["cells"])
    problems = [] if status == wanted else [f"status {status} instead of {wanted}"]
    return problems if found else [*problems, "nothing is in the answer"]
