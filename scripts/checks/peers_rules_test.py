"""scripts/peers/rules.py against what the peers' own commands print of the same samples. Where the peers are not installed
(scripts/compare-peers --install) it says so and ends with status 77, which ctest shows as skipped."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "build" / "peers"
PYTHON = str(TOOLS / "venv" / "bin" / "python")
sys.path.insert(0, str(ROOT / "scripts" / "peers"))
import install  # noqa: E402
import tools  # noqa: E402

SHIFTS = (0.0, 0.3, 0.6, 0.9, 1.2)  # percent, about what three to twenty processes of 1 % can just tell


def printed(*argv: str) -> str:
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def processes(seed: int, count: int, values: int, percent: float = 0) -> List[List[float]]:
    chance = random.Random(seed)
    return [[0.001 * (1 + percent / 100) * chance.gauss(1, 0.01) for _ in range(values)] for _ in range(count)]


def judged(questions: List[Dict[str, Any]]) -> List[bool]:
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    argv = [PYTHON, str(ROOT / "scripts" / "peers" / "rules.py"), str(install.google_tools())]
    done = subprocess.run(argv, input=lines, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    return [json.loads(line)["different"] for line in done.stdout.splitlines()]


class Rules(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name: str, content: Dict[str, Any]) -> str:
        path = self.folder / name
        path.write_text(json.dumps(content))
        return str(path)

    def both_answers(self, ours: List[bool], theirs: List[bool]) -> None:
        self.assertEqual(ours, theirs)
        self.assertEqual(set(ours), {True, False})

    def test_pyperf(self) -> None:
        def saved(name: str, side: List[List[float]]) -> str:
            runs = [{"metadata": {}, "values": values, "warmups": [[1, values[0]]]} for values in side]
            return self.file(name, {"version": "1.0", "metadata": {"name": "subject", "unit": "second"}, "benchmarks": [{"runs": runs}]})

        pairs = [(processes(seed, 20, 3), processes(seed + 50, 20, 3, shift)) for seed, shift in enumerate(SHIFTS)]
        theirs = [printed(PYTHON, "-m", "pyperf", "compare_to", "-v", saved("a.json", a), saved("b.json", b)) for a, b in pairs]
        self.both_answers(judged([{"rule": "pyperf compare_to", "a": a, "b": b} for a, b in pairs]),
                          ["Significant (t=" in text and "Not significant" not in text for text in theirs])

    def test_compare_py(self) -> None:
        def saved(name: str, times: Dict[str, List[float]]) -> str:
            rows = [{"name": "subject", "run_name": "subject", "run_type": "iteration", "repetitions": 9, "iterations": 1, "time_unit": "ns",
                     "real_time": real, "cpu_time": cpu} for real, cpu in zip(times["real"], times["cpu"])]
            return self.file(name, {"context": {}, "benchmarks": rows})

        pairs = []
        for seed, shift in enumerate(SHIFTS):
            a, b = ({clock: [value * 1e9 for value in processes(seed + base, 1, 9, percent)[0]] for clock, base in (("real", at), ("cpu", at + 20))}
                    for at, percent in ((0, 0.0), (70, 2 * shift)))
            pairs.append((a, b))
        compare = str(install.google_tools() / "compare.py")
        answers = [printed(PYTHON, compare, "--no-color", "benchmarks", saved("a.json", a), saved("b.json", b)) for a, b in pairs]
        columns = [re.search(r"^subject_pvalue +([\d.]+) +([\d.]+) ", text, re.M) for text in answers]
        for column, rule in ((1, "compare.py, Time"), (2, "compare.py, CPU")):
            self.both_answers(judged([{"rule": rule, "a": [a], "b": [b]} for a, b in pairs]), [float(found[column]) < 0.05 for found in columns])

    def test_welch(self) -> None:
        """p = 0.03846893775238015 (SciPy 1.17); Student's t test would say 0.0218."""
        a, b = [10.1, 10.4, 9.8, 10.0, 10.3, 9.9], [10.6, 10.2, 10.9, 10.5]
        closer = [10.55, 10.15, 10.85, 10.45]
        asked = [{"rule": "hyperfine, welch_ttest.py", "a": [[v] for v in a], "b": [[v] for v in side]} for side in (b, closer)]
        self.assertEqual(judged(asked), [True, False])


if __name__ == "__main__":
    try:
        install.check_venv(TOOLS)
        install.google_tools()
    except tools.Failed as missing:
        print(f"skipped: {missing}")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
