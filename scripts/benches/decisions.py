"""A decision over 34 bouts of 60 rounds, and the replay of a whole recording through the rules.

The recording is that of harness/replay/testdata, every bout of it four times: as many as a whole one holds."""

from __future__ import annotations

import gzip
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator

from figure import Figure, at_most
from loops import printed
from place import ROOT, Place
from timing import seconds

SAMPLE = ROOT / "harness" / "replay" / "testdata" / "lockstep.jsonl.gz"
TIMES = 4


def replay_seconds(place: Place) -> float:
    with tempfile.TemporaryDirectory() as folder:
        recording = Path(folder) / "lockstep.jsonl.gz"
        with gzip.open(SAMPLE) as sample, gzip.open(recording, "wb", compresslevel=1) as whole:
            whole.write(sample.read() * TIMES)
        environment = {**os.environ, "ASSAY_REPLAY": str(place.build / "bin" / "assay-replay")}
        argv = [str(ROOT / "scripts" / "replay-noise"), str(recording)]
        return seconds(lambda: subprocess.run(argv, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=300))


def figures(place: Place) -> Iterator[Figure]:
    yield from printed(place, [str(place.build / "bin" / "bench_decision")])
    yield at_most("decisions/replay", replay_seconds(place), "s", 30, "12 tracks of 144 bouts, 1000 comparisons each, 1000 suites")
