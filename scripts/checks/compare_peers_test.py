"""scripts/compare-peers without a peer and without a clock: what is measured when, what goes on where, and how rates are made of recordings."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Tuple

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "peers"))
import figures  # noqa: E402
import log  # noqa: E402
import plan  # noqa: E402
import rules  # noqa: E402
import show  # noqa: E402

SETTINGS = plan.Settings(200, 12, 9, 0.05, "/usr/bin/python3.11", "2,3", False, False, 1)
HOST = {"cpu": "a CPU", "kernel": "6.1", "online": 4, "versions": {"pyperf": "2.10.0"}}


def peer_record(tool: str, subject: str, number: int, sides: List[List[Any]]) -> Dict[str, Any]:
    visit = plan.Visit(tool, subject, 0, number)
    told = [{"seconds": 1.5, "processes": processes} for processes in sides]
    return {"key": visit.key, **visit._asdict(), "start": 0, "load": 0.1, "sides": told}


def assay_record(subject: str, percent: float, number: int, verdict: str, effect: float) -> Dict[str, Any]:
    visit = plan.Visit("assay", subject, percent, number)
    return {"key": visit.key, **visit._asdict(), "start": 0, "load": 0.3, "seconds": 2.0, "verdict": verdict, "effect": effect}


def by_means(questions: List[figures.Question]) -> List[Tuple[bool, bool]]:
    """A rule of three percent, to count with."""
    answers = []
    for question in questions:
        a, b = (sum(map(sum, side)) / sum(map(len, side)) for side in (question.a, question.b))
        answers.append((abs(b / a - 1) > 0.03, b > a))
    return answers


class Schedule(unittest.TestCase):
    def test_has_two_hundred_processes_of_each_peer_and_subject(self) -> None:
        visits = plan.schedule(SETTINGS)
        for tool, subjects in plan.SUBJECTS.items():
            for subject in subjects:
                numbers = sorted(visit.number for visit in visits if (visit.tool, visit.subject) == (tool, subject))
                self.assertEqual(numbers, list(range({"pyperf": 5, "google-benchmark": 20, "hyperfine": 10}[tool])))
        self.assertEqual(len({visit.key for visit in visits}), len(visits))
        dialled = {(visit.subject, visit.percent) for visit in visits if visit.percent}
        self.assertEqual(dialled, {(subject, size) for subject in ("dial.python", "dial.native", "command.walk") for size in (1, 2, 5)})

    def test_each_quarter_of_the_time_sees_each_tool(self) -> None:
        visits = plan.schedule(SETTINGS)
        quarter = len(visits) // 4
        for first in range(0, 4 * quarter, quarter):
            part = [visit.tool for visit in visits[first:first + quarter]]
            for tool in plan.TOOLS:
                share = part.count(tool) / sum(visit.tool == tool for visit in visits)
                self.assertTrue(0.1 < share < 0.4, f"{tool}: {share}")

    def test_is_drawn_from_the_seed(self) -> None:
        self.assertEqual(plan.schedule(SETTINGS), plan.schedule(SETTINGS))
        self.assertNotEqual(plan.schedule(SETTINGS), plan.schedule(SETTINGS._replace(seed=2)))


class Recording(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "into" / "visits.jsonl"

    def test_goes_on_after_a_line_that_was_cut_off(self) -> None:
        begun = log.start(self.path, SETTINGS, HOST)
        begun.add(assay_record("python.json", 0, 0, "same", 0.1))
        whole = self.path.read_text()
        self.path.write_text(whole + '{"key": "assay/python.json/0/1", "verd')
        again = log.start(self.path, SETTINGS, HOST)
        self.assertEqual(again.keys(), {"assay/python.json/0/0"})
        self.assertEqual(self.path.read_text(), whole)
        again.add(assay_record("python.json", 0, 1, "same", 0.2))
        self.assertEqual(len(log.read(self.path).records), 2)

    def test_is_made_in_one_way(self) -> None:
        log.start(self.path, SETTINGS, HOST)
        with self.assertRaises(log.BadLog) as other:
            log.start(self.path, SETTINGS._replace(load=True), HOST)
        self.assertEqual(str(other.exception), f"{self.path}: was begun with load = False, and this is True; give the same options, or another folder")
        with self.assertRaises(log.BadLog) as host:
            log.start(self.path, SETTINGS, {**HOST, "kernel": "6.2"})
        self.assertEqual(str(host.exception), f"{self.path}: was begun with kernel = 6.1, and this is 6.2; record into another folder")

    def test_of_something_else_is_told(self) -> None:
        self.path.parent.mkdir()
        for line, told in (("[1, 2]\n", ":1: has no settings; name a folder that scripts/compare-peers recorded into"),
                           ("no line\n", ":1: no JSON; restore the line, or record into another folder")):
            self.path.write_text(line)
            with self.assertRaises(log.BadLog) as bad:
                log.read(self.path)
            self.assertEqual(str(bad.exception), f"{self.path}{told}")


class Rates(unittest.TestCase):
    def test_have_exact_intervals(self) -> None:
        """scipy.stats.binomtest(k, n).proportion_ci(method="exact")"""
        for (k, n), (low, high) in {(0, 20): (0, 0.168433), (8, 20): (0.191190, 0.639457), (20, 20): (0.831567, 1), (3, 300): (0.002067, 0.028945)}.items():
            self.assertAlmostEqual(figures.exact(k, n)[0], low, 6)
            self.assertAlmostEqual(figures.exact(k, n)[1], high, 6)
        self.assertIsNone(figures.rate(0, 0))

    def test_compare_neighbouring_sides_of_one_visit_alone(self) -> None:
        records = [peer_record("google-benchmark", "memory.sort", 0, [[i] for i in range(5)]), peer_record("pyperf", "python.json", 0, [[9], [9]])]
        found = list(figures.comparisons(records, "google-benchmark"))
        self.assertEqual([(one.a, one.b, one.seconds) for one in found], [([0], [1], 3.0), ([2], [3], 3.0)])

    def test_of_a_peer_count_what_is_said_of_scaled_times(self) -> None:
        records = [
            peer_record("hyperfine", "command.walk", 0, [[[1.0], [1.0]], [[1.0], [1.0]]]),
            peer_record("hyperfine", "command.walk", 1, [[[1.0], [1.0]], [[1.04], [1.04]]]),
            peer_record("hyperfine", "command.json", 0, [[[1.0], [1.0]], [[0.95], [0.95]]]),
        ]
        row = figures.of_peer(records, "hyperfine", "hyperfine, its ±", by_means)
        self.assertEqual(row["false_positive"], {"count": 2, "of": 3, "rate": 0.6667, "low": 0.0943, "high": 0.9916})
        self.assertEqual({size: rate["count"] for size, rate in row["power"].items()}, {"1": 1, "2": 1, "5": 2})
        self.assertEqual({size: rate["count"] for size, rate in row["wrong_sign"].items()}, {"1": 1, "2": 1, "5": 0})
        self.assertEqual({subject: rate["count"] for subject, rate in row["each"].items()}, {"command.walk": 1, "command.json": 1})
        self.assertEqual((row["kind"], row["seconds"]), ("command", {"mean": 3.0, "median": 3.0}))

    def test_scale_both_clocks_of_a_process(self) -> None:
        self.assertEqual(figures.scaled({"real": [1.0, 2.0], "cpu": [4.0]}, 1.5), {"real": [1.5, 3.0], "cpu": [6.0]})

    def test_of_assay_are_what_it_said_of_its_dial(self) -> None:
        records = [assay_record("python.json", 0, 0, "changed", 3), assay_record("dial.python", 0, 0, "same", 0.1),
                   assay_record("python.dict", 0, 0, "noisy", 0.1), assay_record("python.dict", 0, 1, "failed", 0),
                   assay_record("dial.python", 1, 0, "changed", 1.1), assay_record("dial.python", 1, 1, "changed", -2),
                   assay_record("dial.native", 1, 0, "changed", 1)]
        row = figures.of_assay(records, "python")
        self.assertEqual((row["false_positive"]["count"], row["false_positive"]["of"]), (1, 3))
        self.assertEqual((row["power"]["1"]["count"], row["power"]["1"]["of"], row["wrong_sign"]["1"]["count"]), (1, 2, 1))
        self.assertEqual((row["power"]["2"], row["noisy_or_undecided"]["count"], row["failed"]), (None, 1, 1))

    def test_hyperfines_last_line(self) -> None:
        """1.10 ± 0.14: sd/mean is 0.1 and 0.0909."""
        slow, fast = [[1.0], [1.1], [1.2]], [[0.9], [1.0], [1.1]]
        self.assertEqual(rules.relative(fast, slow), (False, True))
        self.assertEqual(rules.relative([[2 * v] for (v,) in slow], fast), (True, False))


class Report(unittest.TestCase):
    def answer(self) -> Dict[str, Any]:
        records = [assay_record("python.json", 0, 0, "same", 0.1), peer_record("pyperf", "python.json", 0, [[[1.0]], [[1.0]]])]
        recorded = {"visits": 2, "planned": 30, "minutes": 0.1, "load": [0.1, 0.2, 0.3]}
        return {"host": HOST, "settings": SETTINGS._asdict(), "recorded": recorded, "rows": figures.rows(records, by_means)}

    def test_is_a_row_for_each_rule(self) -> None:
        lines = show.markdown(self.answer()).splitlines()
        self.assertEqual(lines[2], "| CPython | pyperf compare_to | 1 | 0 [0, 98] | 0 [0, 98] | 0 [0, 98] | 100 [2, 100] | 0 [0, 98] |  | 3.0 |")
        self.assertEqual(lines[3], "| CPython | assay ab | 1 | 0 [0, 98] | - | - | - | - | 0 [0, 98] | 2.0 |")
        self.assertEqual([line.split(" | ")[1] for line in lines[4:10]],
                         ["compare.py, Time", "compare.py, CPU", "assay ab", "hyperfine, welch_ttest.py", "hyperfine, its ±", "assay ab"])
        self.assertEqual(lines[11], "a CPU, CPUs 2,3 of 4, no load of ours: load average 0.1 to 0.3, median 0.2  ")
        self.assertEqual(lines[12], "2 of 30 visits in 0.1 minutes  ")
        widths = {len(line.split("  ")[0]) for line in show.text(self.answer()).splitlines()[1:9]}
        self.assertEqual(widths, {len("CPython"), len("native"), len("whole commands")})

    def said(self, *words: str) -> str:
        done = subprocess.run([str(ROOT / "scripts" / "compare-peers"), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual((done.returncode != 0, done.stdout), (True, ""))
        return done.stderr.splitlines()[-1]

    def test_says_what_is_missing(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            nowhere = Path(folder).resolve() / "none"
            told = f"compare-peers: {nowhere}/venv: no environment with pyperf, or one of other versions; run scripts/compare-peers --install"
            self.assertEqual(self.said("--into", folder, "--tools", str(nowhere)), told)
            self.assertEqual(self.said("--into", folder, "--report", "--tools", str(nowhere)), told)
        self.assertEqual(self.said(), "compare-peers: error: --into: names no folder; give one, or --install")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
