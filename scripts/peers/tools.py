"""One visit of each tool, run as its user would run it. What a tool printed when it failed ends all."""

from __future__ import annotations

import ctypes
import json
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

from log import Record
from plan import IN_A_VISIT, Settings, Visit

LIMIT = 600  # seconds of one command; the longest takes about 20
PYPERF_PROCESSES = 20  # its standard
JSON_COMMAND = "import json\nvalue = {str(i): [i, i / 7] for i in range(2000)}\nfor _ in range(60): json.loads(json.dumps(value))"
PATTERNS = {"linalg.gemm": ("linalg.gemm{n=96}", "blas=openblas-serial"), "memory.sort": ("memory.sort{n=1000}", None)}
PR_SET_PDEATHSIG = 1


class Failed(Exception):
    """The thing, the place and the next step."""


class Place(NamedTuple):
    build: Path  # of Assay
    tools: Path  # of the peers
    into: Path
    settings: Settings
    blas: str
    hyperfine: str

    @property
    def assay(self) -> str:
        return str(self.build / "bin" / "assay")

    @property
    def venv_python(self) -> str:
        return str(self.tools / "venv" / "bin" / "python")

    def program(self, side: str, name: str) -> str:
        """The same program by a path of each side's own: nobody compares a command with itself."""
        return str(self.tools / side / name)


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(place: Place, argv: List[str], pinned: bool, fine: Tuple[int, ...] = (0,)) -> Tuple[float, str]:
    """Wall seconds, and what it printed."""
    prefix = ["taskset", "--cpu-list", str(max(os.sched_getaffinity(0)))] if pinned else []
    environment = {**os.environ, "ASSAY_PEER_BLAS": place.blas}
    start = time.monotonic()
    done = subprocess.run([*prefix, *argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=LIMIT, env=environment, preexec_fn=die_with_parent)
    if done.returncode not in fine:
        raise Failed(f"{shlex.join(argv)}: ended with status {done.returncode}: {done.stderr.strip()[-2000:]}; run it by hand")
    return time.monotonic() - start, done.stdout


def side(seconds: float, processes: List[Any]) -> Dict[str, Any]:
    return {"seconds": round(seconds, 4), "processes": processes}


def kept(place: Place, visit: Visit, part: int) -> Path:
    """Where the tool writes its own JSON, which stays."""
    folder = place.into / visit.tool
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{visit.subject}-{visit.number}-{part}.json"
    file.unlink(missing_ok=True)
    return file


def pyperf(place: Place, visit: Visit) -> Record:
    sides = []
    for part in range(IN_A_VISIT["pyperf"] // PYPERF_PROCESSES):
        file = kept(place, visit, part)
        script = str(Path(__file__).with_name("pyperf_subject.py"))
        seconds, _ = run(place, [place.venv_python, script, visit.subject, "--quiet", "--output", str(file)], place.settings.pinned)
        (benchmark,) = json.loads(file.read_text())["benchmarks"]
        sides.append(side(seconds, [each["values"] for each in benchmark["runs"] if "values" in each]))
    return {"sides": sides}


def google_benchmark(place: Place, visit: Visit) -> Record:
    sides = []
    for part in range(IN_A_VISIT["google-benchmark"]):
        file = kept(place, visit, part)
        options = {"filter": f"^{visit.subject}$", "repetitions": place.settings.repetitions, "min_time": place.settings.min_time,
                   "out_format": "json", "out": file}
        argv = [place.program("ab"[part % 2], "peer_subjects"), *(f"--benchmark_{name}={value}" for name, value in options.items())]
        seconds, _ = run(place, argv, place.settings.pinned)
        rows = [each for each in json.loads(file.read_text())["benchmarks"] if each["run_type"] == "iteration"]
        sides.append(side(seconds, [{clock: [row[clock + "_time"] for row in rows] for clock in ("real", "cpu")}]))
    return {"sides": sides}


def commands(place: Place, visit: Visit) -> Tuple[str, str]:
    """Lines of A and B."""
    def line(which: str, percent: float) -> str:
        python = place.program(which, "python")
        words = {"command.startup": [python, "-I", "-S", "-c", "pass"], "command.json": [python, "-I", "-c", JSON_COMMAND],
                 "command.walk": [place.program(which, "peer_subjects"), "walk", f"{percent:g}"]}
        return shlex.join(words[visit.subject])

    return line("a", 0), line("b", visit.percent)


def hyperfine(place: Place, visit: Visit) -> Record:
    """Without the shell, as it advises itself for what is short; the number of runs is its own: three seconds of them, ten at least."""
    file = kept(place, visit, 0)
    argv = [place.hyperfine, "--shell=none", "--style=none", "--export-json", str(file), *commands(place, visit)]
    seconds, _ = run(place, argv, place.settings.pinned)
    results = json.loads(file.read_text())["results"]
    return {"sides": [side(seconds / 2, [[time] for time in result["times"]]) for result in results]}


def assay(place: Place, visit: Visit) -> Record:
    """A care as large as what is asked for, 2 % at most (docs/statistics.md); else its standards."""
    dial = ("env.DIAL_PERCENT=0", f"env.DIAL_PERCENT={visit.percent:g}")
    sides = dial if visit.percent else ("env.NOTHING=a", "env.NOTHING=b")  # a variable that nobody reads makes two sides of one
    if visit.subject.startswith("command."):
        words = ["--command", *commands(place, visit)]
    else:
        pattern, level = PATTERNS.get(visit.subject, (visit.subject, None))
        python = f"python={place.settings.python}" if visit.subject.endswith("python") or visit.subject.startswith("python.") else None
        words = [*sides, "--workload", pattern, *(word for level in (level, python) if level for word in ("--set", level))]
    care = min(visit.percent or 2, 2)
    argv = [place.assay, "ab", *words, "--care", f"{care:g} %", "--db", str(place.into / "assay.db"), "--new", "--json", "--quiet"]
    seconds, answer = run(place, argv, False, (0, 3))
    (found,) = json.loads(answer)["comparisons"]
    effect = found["effect"] or {"percent": None, "low": None, "high": None}
    return {"seconds": round(seconds, 4), "verdict": found["verdict"], "effect": effect["percent"], "low": effect["low"], "high": effect["high"],
            "pairs": found["pairs"], "mode": found["mode"], "decided_on": found["decided_on"], "why": found["why"]}


VISITS: Dict[str, Callable[[Place, Visit], Record]] = {
    "pyperf": pyperf, "google-benchmark": google_benchmark, "hyperfine": hyperfine, "assay": assay}


def make(place: Place, visit: Visit) -> Record:
    start, load = time.time(), os.getloadavg()[0]
    return {"key": visit.key, **visit._asdict(), "start": round(start, 3), "load": round(load, 2), **VISITS[visit.tool](place, visit)}
