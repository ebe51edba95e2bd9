"""From the start of a worker to its first slice, over what the bare program or interpreter needs to come as far."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any, Dict, Iterator, List

from figure import Figure, at_most
from place import ROOT, Place
from timing import alternately, median_of

sys.path.insert(0, str(ROOT / "harness" / "worker" / "python" / "testing"))
from fake_leader import FAILED, FINISH, READY, SLICE, TURN, TURN_BODY, FakeLeader  # noqa: E402
from interpreters import Interpreter, ask  # noqa: E402

TIMES = 40
IN_PYTHON = "import os, sys; os.write(int(sys.argv[1]), b'x')"


def bare_seconds(argv: List[str], *rest: str) -> float:
    """Until the program has written to the descriptor whose number it is given."""
    ours, theirs = os.pipe()
    start = time.perf_counter()
    child = subprocess.Popen([*argv, str(theirs), *rest], pass_fds=[theirs])
    os.close(theirs)
    said = os.read(ours, 1)
    taken = time.perf_counter() - start
    os.close(ours)
    if child.wait() != 0 or said != b"x":
        sys.exit(f"bench: {' '.join(argv)} ended with status {child.returncode}")
    return taken


def worker_seconds(argv: List[str], config: Dict[str, Any]) -> float:
    """Until its first slice is here, of one iteration."""
    leader = FakeLeader()
    start = time.perf_counter()
    member = leader.start(argv, config, {})
    taken = 0.0
    failed = b""
    while (message := leader.receive()) is not None:
        if message[0] == READY:
            leader.send(TURN, TURN_BODY.pack(1, 1, 0))
        if message[0] == FAILED:
            failed = message[1]
        if message[0] == SLICE:
            taken = time.perf_counter() - start
            leader.send(FINISH)
    _, words = member.communicate(timeout=60)
    leader.ours.close()
    if member.returncode != 0 or taken == 0:
        sys.exit(f"bench: {' '.join(argv)} took no slice: {failed.decode()} {words}")
    return taken


def native(place: Place) -> Figure:
    library = place.blas("openblas-serial")
    blas = {"library": library, "preload": [], "provider": "openblas", "threads": 1}
    config = {"workload": "linalg.gemm", "parameters": {"n": "8"}, "blas": blas, "subject": {}}
    bare = [str(place.build / "bin" / "bare_start")]
    argv = [str(place.libexec / "assay-worker"), "native"]
    pairs = alternately(lambda: worker_seconds(argv, config), lambda: bare_seconds(bare, library), TIMES)
    return over("native", pairs, 5, "a program that loads OpenBLAS")


def python(place: Place, interpreter: Interpreter, route: str) -> Figure:
    member = [interpreter.executable, str(place.libexec / "assay_member.py")]
    argv = member if route == "exe" else [str(place.libexec / "assay-worker"), "embed", str(interpreter.library), *member]
    subject = {"executable": interpreter.executable, "version": interpreter.version, "library": interpreter.library}
    config = {"kind": "cpython", "workload": "python.call", "route": route, "python": subject, "parameters": {"n": 100}}
    config["file"] = str(ROOT / "suites" / "python" / "call.py")
    bare = [interpreter.executable, "-c", IN_PYTHON]
    pairs = alternately(lambda: worker_seconds(argv, config), lambda: bare_seconds(bare), TIMES)
    return over(f"python {interpreter.version} {route}", pairs, 10, "the interpreter alone")


def over(name: str, pairs: Any, limit: float, bare_name: str) -> Figure:
    ours, bare, difference = median_of(pairs)
    return at_most(f"start/{name}", 1e3 * difference, "ms more", limit, f"{bare_name}: {1e3 * ours:.1f} against {1e3 * bare:.1f} ms")


def figures(place: Place) -> Iterator[Figure]:
    yield native(place)
    interpreter = ask(sys.executable)
    if interpreter is None:
        sys.exit(f"bench: {sys.executable} is older than 3.9")
    yield python(place, interpreter, "exe")
    if interpreter.library:
        yield python(place, interpreter, "embed")
