"""bench_loop.py LIBEXEC [PYTHON...]: what an iteration costs in our loop, as a ratio to pyperf's own, in turn in one process.

Prints a figure (a line of JSON, as scripts/bench reads it) for each interpreter and function: the median over the rounds of some
processes, for a process keeps the luck of its addresses."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from typing import List, NamedTuple, Tuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "testing"))
from fake_leader import FINISH, READY, RESULT, SLICE, SLICE_BODY, TURN, TURN_BODY, FakeLeader, Slice  # noqa: E402
from interpreters import ask, interpreters  # noqa: E402

PROCESSES = 21
ROUNDS = 60


class Function(NamedTuple):
    name: str
    text: str
    iterations: int


FUNCTIONS = [
    Function("empty", "def function(): pass", 20_000),
    Function("1 µs", "def function():\n    for _ in range(130): pass", 1_000),
]

# Both loops begin with the same few milliseconds behind them: pyperf's before one slice of ours, and after the next.
MEMBER = """
import os, sys, time
sys.path.append(os.environ['LIBEXEC'])
import assay_loop
{function}

def pyperf_loop(loops):  # as pyperf.Runner.bench_func has it
    local_timer = time.perf_counter
    local_func = function
    range_it = range(loops)
    start = local_timer()
    for _ in range_it:
        local_func()
    return local_timer() - start

assay_loop.config()
assay_loop.ready('{{}}')
for _ in range({rounds}):
    before = pyperf_loop({iterations})
    assay_loop.serve(function, False)
    after = pyperf_loop({iterations})
    assay_loop.result('[%r]' % ((before + after) / 2))
"""


def rounds_of(python: str, function: Function, libexec: str) -> List[Tuple[float, float]]:
    """(ours, pyperf's) in ns an iteration, for each round."""
    leader = FakeLeader()
    pairs: List[Tuple[float, float]] = []
    ours = 0.0
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(MEMBER.format(function=function.text, rounds=ROUNDS, iterations=function.iterations))
        script.flush()
        member = leader.start([python, script.name], {}, {"LIBEXEC": libexec})
        while (message := leader.receive()) is not None:
            kind, body = message
            if kind == SLICE:
                taken = Slice(*SLICE_BODY.unpack(body))
                if taken.index == 1:  # the first one paid for the switch from the leader, which pyperf's loop does not
                    ours = taken.wall_ns / taken.iterations
                    leader.send(FINISH)
                continue
            if kind == RESULT:
                pairs.append((ours, float(body.strip(b"[]")) * 1e9 / function.iterations))
            if kind in (READY, RESULT) and len(pairs) < ROUNDS:
                leader.send(TURN, TURN_BODY.pack(function.iterations, 2, 0))
        if member.wait(60) != 0:
            sys.exit(f"bench_loop: {python} ended with status {member.returncode}")
    return pairs


def print_figure(version: str, function: Function, processes: List[List[Tuple[float, float]]]) -> None:
    ratios = [statistics.median(a / b for a, b in pairs) for pairs in processes]
    ours, pyperf = (statistics.median(side) for side in zip(*(pair for pairs in processes for pair in pairs)))
    against = f"pyperf's loop: {ours:.1f} against {pyperf:.1f} ns; processes {min(ratios):.3f} to {max(ratios):.3f}"
    figure = {"name": f"python/{version} {function.name}", "value": statistics.median(ratios), "unit": "of pyperf's time"}
    print(json.dumps({**figure, "limit": 1, "sense": "at most", "against": against}), flush=True)


def main() -> None:
    libexec, *names = sys.argv[1:]
    for python in [ask(name) for name in names] if names else interpreters():
        if python is None:
            sys.exit("bench_loop: CPython 3.9 or newer is needed")
        for function in FUNCTIONS:
            processes = [rounds_of(python.executable, function, os.path.abspath(libexec)) for _ in range(PROCESSES)]
            print_figure(python.version, function, processes)


if __name__ == "__main__":
    main()
