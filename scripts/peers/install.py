"""Where the peers are, and how they come there. Nothing is downloaded unless --install asks for it."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

from tools import Failed, Place

LOCK = Path(__file__).with_name("requirements.lock")
HINT = "run scripts/compare-peers --install"


def output(argv: List[str], where: Optional[Path] = None) -> str:
    try:
        done = subprocess.run(argv, cwd=where, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise Failed(f"{argv[0]}: is not there; {HINT}") from None
    if done.returncode != 0:
        raise Failed(f"{' '.join(argv)}: ended with status {done.returncode}: {done.stderr.strip()[-2000:]}; run it by hand")
    return done.stdout


def google_tools() -> Path:
    """tools/ of the source that scripts/fetch-packages unpacked, and that Assay's worker is linked with."""
    data = os.environ.get("ASSAY_DATA") or os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "assay")
    folder = Path(data) / "src" / "benchmark" / "tools"
    if not (folder / "compare.py").exists():
        raise Failed(f"{folder}: has no compare.py; run scripts/fetch-packages sources")
    return folder


def hyperfine(tools: Path) -> str:
    own = tools / "hyperfine" / "usr" / "bin" / "hyperfine"
    found = shutil.which("hyperfine") or (str(own) if own.exists() else None)
    if found is None:
        raise Failed(f"{own}: no hyperfine, nor in PATH; {HINT}")
    return found


def has_venv(tools: Path) -> bool:
    stamp = tools / "venv" / "installed.lock"
    return stamp.exists() and stamp.read_text() == LOCK.read_text()


def check_venv(tools: Path) -> None:
    if not has_venv(tools):
        raise Failed(f"{tools}/venv: no environment with pyperf, or one of other versions; {HINT}")


def install(tools: Path, python: str) -> None:
    """pyperf and what compare.py imports into an environment of their own, hyperfine from Debian's package, unpacked beside it."""
    tools.mkdir(parents=True, exist_ok=True)
    venv = tools / "venv"
    if not has_venv(tools):
        print(f"compare-peers: pyperf and SciPy into {venv}", file=sys.stderr)
        output([python, "-m", "venv", "--clear", str(venv)])
        output([str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:",
                "--require-hashes", "--requirement", str(LOCK)])
        shutil.copy(LOCK, venv / "installed.lock")
    try:
        hyperfine(tools)
    except Failed:
        print(f"compare-peers: hyperfine into {tools}", file=sys.stderr)
        output(["apt-get", "-qq", "download", "hyperfine"], tools)
        (package,) = tools.glob("hyperfine_*.deb")
        output(["dpkg-deb", "--extract", str(package), str(tools / "hyperfine")])
        package.unlink()


def link(place: Place) -> None:
    for which in "ab":
        for name, target in (("python", place.settings.python), ("peer_subjects", str(place.build / "bin" / "peer_subjects"))):
            path = Path(place.program(which, name))
            path.parent.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(target)


def blas(build: Path) -> str:
    for library in json.loads(output([str(build / "bin" / "assay"), "list", "blas", "--json"]))["items"]:
        if library["blas"] == "openblas-serial" and library["present"]:
            return str(library["library"])
    raise Failed("openblas-serial: is not there; run scripts/fetch-packages libraries")


def build_subjects(build: Path) -> None:
    if not (build / "bin" / "assay").exists():
        raise Failed(f"{build}: has no bin/assay; run scripts/build release, or name a build tree by --build")
    output(["cmake", "--build", str(build), "--target", "peer_subjects"])


def host(place: Place) -> Dict[str, Any]:
    cpu = re.search(r"^(?:model name|CPU part)\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    ask_pyperf = "import pyperf, scipy; print(pyperf.__version__, scipy.__version__)"
    pyperf, scipy = output([place.venv_python, "-c", ask_pyperf]).split()
    source = (google_tools().parent / "CMakeLists.txt").read_text()
    versions = {"pyperf": pyperf, "scipy": scipy, "google-benchmark": re.search(r"project *\(benchmark VERSION ([\d.]+)", source)[1],
                "hyperfine": output([place.hyperfine, "--version"]).split()[1], "assay": output([place.assay, "--version"]).splitlines()[0].split(" ", 1)[1],
                "python": output([place.settings.python, "-V"]).split()[1]}
    return {"cpu": cpu[1] if cpu else platform.machine(), "kernel": platform.release(), "online": os.cpu_count(), "versions": versions}
