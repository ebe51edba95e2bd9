"""The driver's own share of a run: its CPU time, without its children's, over the wall time."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Iterator, Tuple

from figure import Figure, at_most
from place import Place

STUDY = """
workloads = ["linalg.gemm{n=256}", "python.call"]
[factors]
blas = ["openblas-serial", "blis-serial"]
env.SIDE = ["a", "b"]
[decision]
bouts = 15
"""
USER_TIME = 11  # of /proc/PID/stat, counted behind the name; system time follows


def own_and_wall_seconds(argv: list[str]) -> Tuple[float, float]:
    start = time.perf_counter()
    child = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    wall = time.perf_counter() - start
    fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[USER_TIME : USER_TIME + 2])) / os.sysconf("SC_CLK_TCK")
    if child.wait() != 0:
        raise SystemExit(f"bench: {' '.join(argv)} ended with status {child.returncode}")
    return own, wall


def figures(place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study.toml"
        study.write_text(STUDY)
        own, wall = own_and_wall_seconds([str(place.assay), "run", str(study), "--db", str(Path(folder) / "bench.db"), "--quiet"])
    yield at_most("driver/share of a run", 100 * own / wall, "%", 2, f"{own:.2f} s of {wall:.1f} s, planning and report included")
