"""bench_loop.py LIBEXEC [PYTHON...]: what an iteration costs in our loop and in pyperf's own, measured in turn in one process.

Prints one line for each interpreter and function: ns an iteration in both, and their ratio (median over the rounds)."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from typing import List, Tuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "testing"))
from fake_leader import FINISH, READY, RESULT, SLICE, SLICE_BODY, TURN, TURN_BODY, FakeLeader, Slice  # noqa: E402
from interpreters import ask, interpreters  # noqa: E402

ROUNDS = 400
FUNCTIONS = {"empty": ("def function(): pass", 20_000), "1 µs": ("def function():\n    for _ in range(40): pass", 1_000)}

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
    assay_loop.serve(function, False)
    assay_loop.result('[%r]' % pyperf_loop({iterations}))
"""


def rounds_of(python: str, text: str, iterations: int, libexec: str) -> List[Tuple[float, float]]:
    """(ours, pyperf's) in ns an iteration, for each round."""
    leader = FakeLeader()
    pairs: List[Tuple[float, float]] = []
    ours = 0.0
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(MEMBER.format(function=text, rounds=ROUNDS, iterations=iterations))
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
                pairs.append((ours, float(body.strip(b"[]")) * 1e9 / iterations))
            if kind in (READY, RESULT) and len(pairs) < ROUNDS:
                leader.send(TURN, TURN_BODY.pack(iterations, 2, 0))
        if member.wait(60) != 0:
            sys.exit(f"bench_loop: {python} ended with status {member.returncode}")
    return pairs


def main() -> None:
    libexec, *names = sys.argv[1:]
    asked = [ask(name) for name in names] if names else interpreters()
    print(f"{'':10}{'function':10}{'ours':>10}{'pyperf':>10}{'ratio':>8}")
    for python in asked:
        for name, (text, iterations) in FUNCTIONS.items():
            assert python is not None
            pairs = rounds_of(python.executable, text, iterations, os.path.abspath(libexec))
            ours, pyperf = (statistics.median(side) for side in zip(*pairs))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{python.version:10}{name:10}{ours:7.1f} ns{pyperf:7.1f} ns{ratio:8.3f}", flush=True)


if __name__ == "__main__":
    main()
