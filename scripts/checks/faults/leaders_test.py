"""A leader that does wrong is an outcome of the bout as a whole, and of every side whose processes it did not tell of. The leaders are
scripts in the worker's place; what they say before they go wrong is right."""

from __future__ import annotations

import json
import subprocess
import unittest
from pathlib import Path

from faults import FaultTest, fault

COMMAND = ["ab", "blas=reference", "blas=blis-serial", "--workload", "linalg.gemm{n=32}", "--json"]
ONE_BUILD = "driver and worker must be of one build"


class Leaders(FaultTest):
    def leader(self, version: str | None, then: str) -> Path:
        """Greets as `version`, or as the worker that was built, and goes on with `then`, a piece of shell."""
        built = self.assay.parent.parent / "libexec/assay/assay-worker"
        if version is None:
            version = subprocess.run([built, "--version"], capture_output=True, text=True, check=True).stdout.split(" ", 1)[1].strip()
        worker = self.own_tree("libexec/assay/assay-worker") / "libexec/assay/assay-worker"
        hello = json.dumps({"type": "hello", "v": 1, "worker": version})
        worker.write_text(f"#!/bin/sh\necho '{hello}' >&3\n{then}\n")
        worker.chmod(0o755)
        return worker

    def ends_as(self, outcome: str, detail: str, bouts: int = 2) -> None:
        done = self.run_assay(*COMMAND)
        comparison = done.json()["comparisons"][0]
        self.assertEqual((done.status, comparison["verdict"], comparison.get("outcome")), (3, "failed", outcome))
        self.assertRegex(comparison.get("detail"), rf"\A{detail}\Z")
        self.assertEqual(self.rows("SELECT mode, outcome FROM bout"), [("calibrate", outcome)] * bouts)
        stored = self.rows("SELECT outcome, detail FROM process")
        self.assertEqual(stored, [(outcome, comparison["detail"])] * 2 * bouts)
        self.assert_sound()
        self.assertEqual(self.left(), [])

    @fault("a worker binary of another version")
    def test_other_version(self) -> None:
        worker = self.leader("9.9.9", "sleep 600")
        told = rf"{worker}: is version 9\.9\.9, and this is version [^;]+; build or install both together"
        self.ends_as("unsupported", told, bouts=1)

    @fault("a leader that writes garbage")
    def test_garbage(self) -> None:
        self.leader(None, "echo 'garbage, not a line' >&3; sleep 600")
        self.ends_as("garbled", f"line of the leader: no JSON object: garbage, not a line; {ONE_BUILD}")

    @fault("a leader that writes half a line")
    def test_half(self) -> None:
        self.leader(None, """printf '{"type": "proc' >&3; echo 'no space left' >&2; exit 4""")
        self.ends_as("crashed", "the leader exited with status 4 before the end of the bout; it wrote: no space left")

    @fault("a leader that floods")
    def test_flood(self) -> None:
        """Without a newline: 64 MiB and no more are kept of a line."""
        self.leader(None, "exec cat /dev/zero >&3")
        self.ends_as("garbled", "the leader wrote a line of more than 67108864 bytes")


if __name__ == "__main__":
    unittest.main()
