"""The routine replay of nightly series: the small recording that is committed, and files that are none.

    replay_nightly.py ASSAY_NIGHTLY
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "harness" / "stats" / "testdata" / "nightly.jsonl"
RULE = {"precision", "recall", "delay", "false_alarms_per_100_nights"}


def replay(tool: str, file: Path, *options: str) -> subprocess.CompletedProcess:
    argv = [sys.executable, str(ROOT / "scripts" / "replay-nightly"), str(file), "--tool", tool, *options]
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answer_of(tool: str, file: Path, *options: str) -> Dict[str, Any]:
    done = replay(tool, file, "--json", *options)
    if done.returncode != 0:
        raise SystemExit(f"status {done.returncode}: {done.stderr}")
    found: Dict[str, Any] = json.loads(done.stdout)
    return found


def wrong_figures(answer: Dict[str, Any]) -> List[str]:
    ours, peers = answer["ours"], answer["peers"]
    wanted = {
        "28 changes are wanted": ours["counts"]["changes"] == 28,
        "recall is at least 95 %": ours["recall"] >= 0.95,
        "precision is at least 95 %": ours["precision"] >= 0.95,
        "median delay is at most 2 nights": ours["delay"]["median"] <= 2,
        "at most 0.05 false alarms in 100 nights": ours["false_alarms_per_100_nights"] <= 0.05,
        "in hindsight, precision and recall are at least 95 %": min(ours["hindsight"]["precision"], ours["hindsight"]["recall"]) >= 0.95,
        "the eight ramps are told as drifts": ours["drifts"]["true"] == ours["drifts"]["as_drift"] == 8,
        "rustc-perf's rule, a threshold and PELT stand beside it": {"threshold-10", "rustc-perf", "pelt"} <= set(peers),
        "peers have the same figures": all(RULE <= set(figures) for figures in peers.values()),
    }
    return [f"not so: {what}; {ours}" for what, holds in wanted.items() if not holds]


def wrong_answers(tool: str, bad: Path) -> List[str]:
    """Files that are none, and programs that are not the one that decides: one line and status 2."""
    change = '{"log_ratio_to_anchor": [0, 0], "true_changes": [{"night": %s, "log_change": %s}]}'
    series = '{"log_ratio_to_anchor": [0, 0], %s}'
    files = {
        b'{"log_ratio_to_anchor": [0.1, NaN]}': f"{bad}:1: NaN is no measurement, leave such a night out; ",
        b'{"true_changes": []}': f"{bad}:1: no 'log_ratio_to_anchor'; ",
        b"": f"{bad}: no nights; ",
        b'{"log_ratio_to_anchor": [0, 99]}': "series 1: night 1: the log ratio to the anchor is 99, which is a ratio beyond 1000000; ",
        b'{"log_ratio_to_anchor": [0, 0], "night": [3]}': f"{bad}:1: night has 1 entries for 2 nights; ",
        (change % ('"x"', 0)).encode(): f"{bad}:1: night is 'x', and is the number of a night; ",
        (change % (1, '"x"')).encode(): f"{bad}:1: log_change is 'x', and is a finite number; ",
        (change % (2**63, 0)).encode(): f"{bad}:1: night is 9223372036854775808, and is the number of a night; ",
        (change % (1, "1e999")).encode(): f"{bad}:1: log_change is inf, and is a finite number; ",
        (series % '"night": [0, -9223372036854775809]').encode(): f"{bad}:1: night is -9223372036854775809, and is the number of a night; ",
        (series % '"mode": "turn"').encode(): f"{bad}:1: mode is 'turn', and is turns, shared-cpu or adjacent; ",
        (series % '"standard_error": [0, -1]').encode(): f"{bad}:1: standard_error is -1, and is no less than 0; ",
        (series % '"identity": ["a", 3]').encode(): f"{bad}:1: identity has one text for each night; ",
        (series % '"fresh": [0, 0]').encode(): f"{bad}:1: bout_sd is None, and is a finite number; ",
        b"7": f"{bad}:1: no JSON object; ",
        b'{"workload": "w", "wall_ns": [1]}': f"{bad}:1: a recorded pair or process, which scripts/replay-noise reads; ",
        bytes(range(128, 256)): f"{bad}:1: 'utf-8' codec can't decode ",
        gzip.compress(b""): f"{bad}: no nights; ",
        b"[" * 100000: f"{bad}:1: ",
        b'{"log_ratio_to_anchor": [0]}\n\xff': f"{bad}:2: 'utf-8' codec can't decode ",
        gzip.compress(DATA.read_bytes())[:2000]: f"{bad}: after line ",
    }
    problems = []
    for content, words in files.items():
        bad.write_bytes(content)
        problems += not_refused(replay(tool, bad), words, repr(content[:80]))
    problems += not_refused(replay("/bin/cat", DATA), "/bin/cat: what it prints are no answers; ", "/bin/cat")
    problems += not_refused(replay("/bin/true", DATA), "/bin/true: 0 answers to 40 series; ", "/bin/true")
    done = replay(tool, DATA, "--least", "-200")
    if done.returncode != 2 or not done.stderr.endswith("error: argument --least: -200 is no percentage from 0 to 1000\n"):
        problems.append(f"--least -200: status {done.returncode}, {done.stderr!r}")
    return problems


def not_refused(done: subprocess.CompletedProcess, words: str, what: str) -> List[str]:
    if done.returncode == 2 and done.stderr.startswith(f"replay-nightly: {words}") and done.stderr.count("\n") == 1:
        return []
    return [f"{what}: status {done.returncode}, {done.stderr!r}"]


def ours_of_made(tool: str, file: Path, *options: str) -> Dict[str, Any]:
    maker = [sys.executable, str(ROOT / "scripts" / "nightly" / "make-series"), *options]
    file.write_bytes(subprocess.run(maker, stdout=subprocess.PIPE, check=True).stdout)
    ours: Dict[str, Any] = answer_of(tool, file, "--no-peers")["ours"]
    return ours


def second_stage(tool: str, file: Path) -> List[str]:
    """Series with night effects and wild nights: fresh bouts of one night confirm nothing, those of the next one most of what is large."""
    ours = ours_of_made(tool, file, "--series", "60", "--night-effect", "0.2")
    wanted = {
        "recall is at least 95 %": ours["recall"] >= 0.95,
        "median delay is 1 night": ours["delay"]["median"] == 1,
        "at most 0.1 false alarms in 100 nights": ours["false_alarms_per_100_nights"] <= 0.1,
        "half of the changes are told by fresh bouts": 2 * ours["second_stage"]["found"] >= ours["counts"]["found"],
    }
    return [f"with a second stage not so: {what}; {ours}" for what, holds in wanted.items() if not holds]


def nothing(tool: str, file: Path) -> List[str]:
    """Series in which nothing changes: what is no discovery (p above 5 %) is not told, which halves what is false."""
    ours = ours_of_made(tool, file, "--nothing", "600", "--night-effect", "0.6")
    if 0 < ours["false_alarms_per_100_nights"] <= 0.05:
        return []
    return [f"where nothing changes, not so: at most 0.05 false alarms in 100 nights, and some; {ours}"]


def main() -> int:
    tool = sys.argv[1]
    answer = answer_of(tool, DATA)
    problems = wrong_figures(answer)
    made = subprocess.run([sys.executable, str(ROOT / "scripts" / "nightly" / "make-series")], stdout=subprocess.PIPE, text=True, check=True)
    if made.stdout != DATA.read_text():
        problems.append(f"{DATA} is not what scripts/nightly/make-series makes")
    with tempfile.TemporaryDirectory() as folder:
        packed, bad = Path(folder) / "packed.gz", Path(folder) / "bad.jsonl"
        packed.write_bytes(gzip.compress(DATA.read_bytes()))
        if answer_of(tool, packed, "--no-peers")["ours"] != answer["ours"]:
            problems.append("a packed file gives another answer")
        if answer_of(tool, DATA, "--floor", "20", "--no-peers")["ours"]["counts"]["alarms"] != 0:
            problems.append("--floor 20 still reports something")
        problems += wrong_answers(tool, bad)
        problems += second_stage(tool, Path(folder) / "fresh.jsonl")
        problems += nothing(tool, Path(folder) / "nothing.jsonl")
    print("\n".join(problems) or "ok")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
