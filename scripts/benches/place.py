"""Where the parts lie that are measured, and how they are built and run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ["all", "turn_cost", "bench_native", "bench_store", "bench_decision", "bench_nightly", "bench_catch_up", "assay-replay", "bare_start"]


class Place(NamedTuple):
    build: Path

    @property
    def assay(self) -> Path:
        return self.build / "bin" / "assay"

    @property
    def libexec(self) -> Path:
        return self.build / "libexec" / "assay"

    def output(self, argv: List[str], cpu: Optional[int] = None) -> str:
        """What a program prints; run on one CPU where asked. One that fails ends all, with its own words."""
        prefix = [] if cpu is None else ["taskset", "-c", str(cpu)]
        done = subprocess.run([*prefix, *argv], stdout=subprocess.PIPE, text=True, timeout=900)
        if done.returncode != 0:
            sys.exit(f"bench: {' '.join(argv)} ended with status {done.returncode}")
        return done.stdout

    def json(self, *words: str) -> Dict[str, Any]:
        answer: Dict[str, Any] = json.loads(self.output([str(self.assay), *words, "--json"]))
        return answer

    def blas(self, level: str) -> str:
        for library in self.json("list", "blas")["items"]:
            if library["blas"] == level and library["present"]:
                return str(library["library"])
        sys.exit(f"bench: no {level} here; run scripts/fetch-packages")


def last_cpu() -> int:
    """The one that interrupts and what is started first use least."""
    return max(os.sched_getaffinity(0))


def place_of(folder: Optional[str]) -> Place:
    return Place(Path(folder).resolve() if folder else ROOT / "build" / "release")


def build(place: Place) -> None:
    if place == place_of(None):
        subprocess.run([str(ROOT / "scripts" / "build"), "release"], check=True)
    done = subprocess.run(["cmake", "--build", str(place.build), "--target", *TARGETS], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout[-4000:] + f"\nbench: {place.build} does not build")
