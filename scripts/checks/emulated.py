"""A native and a CPython workload pass their own checks as aarch64 under qemu, marked emulated, and enter no comparison.

    emulated.py ASSAY_BINARY
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

WORKLOADS = ["linalg.gemm{n=32}", "python.json"]


def main(assay: str) -> int:
    with tempfile.TemporaryDirectory() as directory:
        options = [word for name in WORKLOADS for word in ("--workload", name)]
        command = [assay, "run", *options, "--set", "runner=emulated", "--set", "blas=reference", "--max-time", "60s"]
        done = subprocess.run([*command, "--db", str(Path(directory) / "e.db"), "--json"], capture_output=True, text=True, timeout=280)
        if done.returncode != 0:
            print(f"status {done.returncode}\n{done.stderr}")
            return 1
        answer = json.loads(done.stdout)
    problems = []
    for cell in answer["cells"]:
        if cell["outcome"] != "measured" or cell["emulated"] is not True:
            problems.append(f"{cell['workload']}: {cell['outcome']}, emulated {cell.get('emulated')}: {cell.get('detail')}")
    if len(answer["cells"]) != len(WORKLOADS):
        problems.append(f"{len(answer['cells'])} cells instead of {len(WORKLOADS)}")
    if answer["effects"]:
        problems.append(f"emulated cells were compared: {answer['effects']}")
    print("\n".join(problems))
    print(f"{len(WORKLOADS) - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
