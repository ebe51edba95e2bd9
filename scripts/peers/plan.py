"""Who measures what, how often, and when.

A visit is what one tool does in one go on one subject: one or more whole comparisons of the subject with itself, as its user would make
them. The visits of all tools are spread evenly over the whole recording, so that each tool meets the machine at every time of it."""

from __future__ import annotations

import random
from typing import Dict, List, NamedTuple

PYTHON = ("python.json", "python.nbody", "python.regex", "python.dict")
NATIVE = ("memory.sort", "linalg.gemm", "dial.native")
COMMANDS = ("command.startup", "command.json", "command.walk")
DIALS = {"python": "dial.python", "native": "dial.native", "command": "command.walk"}
SUBJECTS = {"pyperf": PYTHON, "google-benchmark": NATIVE, "hyperfine": COMMANDS}
TOOLS = (*SUBJECTS, "assay")
SIZES = (1.0, 2.0, 5.0)  # percent

# Processes of one visit. pyperf: its standard 20 of A, then 20 of B. Google Benchmark: one of A, one of B, and that five times over.
# hyperfine times each of two commands ten times or more.
IN_A_VISIT = {"pyperf": 40, "google-benchmark": 10, "hyperfine": 20}


class Settings(NamedTuple):
    """What a recording is made with; it goes on with nothing else."""

    processes: int  # of each peer and subject
    trials: int  # comparisons by Assay for each subject and size
    repetitions: int  # of Google Benchmark in a process
    min_time: float  # seconds of each of them
    python: str
    cpus: str
    pinned: bool
    load: bool
    seed: int


class Visit(NamedTuple):
    tool: str
    subject: str
    percent: float  # by which B does more work; of peers always 0
    number: int

    @property
    def key(self) -> str:
        return f"{self.tool}/{self.subject}/{self.percent:g}/{self.number}"


def kind_of(subject: str) -> str:
    suite = subject.split(".")[0]
    return suite if suite in ("python", "command") else "python" if subject == DIALS["python"] else "native"


def counts(settings: Settings) -> Dict[Visit, int]:
    """How many visits of each sort; the number of the key is 0."""
    wanted = {}
    for tool, subjects in SUBJECTS.items():
        for subject in subjects:
            wanted[Visit(tool, subject, 0, 0)] = -(-settings.processes // IN_A_VISIT[tool])
    for subject in (*PYTHON, DIALS["python"], *NATIVE, *COMMANDS):
        for percent in (0.0, *(SIZES if subject in DIALS.values() else ())):
            wanted[Visit("assay", subject, percent, 0)] = settings.trials
    return wanted


def schedule(settings: Settings) -> List[Visit]:
    """Each sort's visits at even distances, moved at random within them."""
    chance = random.Random(settings.seed)
    placed = []
    for sort, count in counts(settings).items():
        placed += [((number + chance.random()) / count, sort._replace(number=number)) for number in range(count)]
    return [visit for _, visit in sorted(placed)]
