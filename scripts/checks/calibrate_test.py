"""scripts/calibrate-looks: its committed tables can be had again, and those of any other looks."""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "harness" / "stats" / "testdata" / "calibration.txt"


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    script = ROOT / "scripts" / "calibrate-looks"
    return subprocess.run([str(script), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=240)


def figures(text: str) -> "dict[str, list[float]]":
    """By section and first word."""
    found, section = {}, ""
    for line in text.splitlines():
        if not line.startswith(" "):
            section = line.split()[0]
            continue
        first, *rest = line.split()
        found[f"{section} {first}"] = [float(word) for word in rest]
    return found


class Tables(unittest.TestCase):
    def test_come_again_with_fewer_runs(self) -> None:
        again, committed = figures(run("2000", "11", "--tables").stdout), figures(COMMITTED.read_text())
        self.assertEqual(list(again), list(committed))
        for key in ("last 34", "last 272", "K: 1", "K: 4"):
            for one, other in zip(again[key], committed[key]):
                self.assertLess(abs(one / other - 1), 0.4, key)  # 2000 runs know a rate of 5 % to 10 % of itself

    def test_of_other_looks(self) -> None:
        done = run("20000", "3", "--looks", "6,9,13", "--alpha", "0.05,0.1")
        self.assertEqual(done.stdout, "looks 6, 9, 13: nominal p\n"
                                      "  overall 0.05: 0.0176, whose error rate is known to 3.1 % of itself\n"
                                      "  overall 0.1: 0.0405, whose error rate is known to 2.1 % of itself\n")

    def test_of_one_look_is_the_overall_error(self) -> None:
        said = run("40000", "5", "--looks", "18", "--alpha", "0.05").stdout.splitlines()[1]
        # Yuen's p is not exactly uniform with 18 normal values: STATISTICS.md has 6.3 % for all of theory.
        self.assertRegex(said, r"^  overall 0\.05: 0\.04[0-9]+, whose error rate is known to 2\.2 % of itself$")

    def test_words_that_are_none(self) -> None:
        falling = run("--looks", "9,6")
        self.assertEqual((falling.returncode, falling.stderr),
                         (2, "calibrate-looks: --looks: each must have more bouts than the one before; for example 6,9,13\n"))
        for words, says in ((["x"], "RUNS: Value x not in range 1 to 1000000000000"), (["--alpha", "0.1"], "--alpha requires --looks")):
            done = run(*words)
            self.assertEqual((done.returncode, done.stdout, done.stderr),
                             (2, "", f"calibrate-looks: {says}; 'calibrate-looks --help' shows what it takes\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
