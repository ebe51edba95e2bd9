"""kind `pyperformance`: an unmodified script of that package, with our pyperf in front of the real one."""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys

TYPE_CHECKING = False  # see assay_member.py
if TYPE_CHECKING:
    from typing import Any

from assay_session import Failure, measure


def require(config: dict[str, Any]) -> None:
    """What the script's own metadata says it needs."""
    needed = config.get("requires_python") or ""
    if needed.startswith(">="):
        least = tuple(map(int, needed[2:].split(".")))
        if sys.version_info[: len(least)] < least:
            raise Failure("unsupported", f"needs Python {needed}")
    for module in config.get("modules", []):
        if importlib.util.find_spec(module) is None:
            raise Failure("unsupported", f"needs the module {module}, which this Python does not have")


def import_pyperf(folder: str) -> Any:
    """Ours, without leaving a cached copy in the suites' folder."""
    sys.path.insert(0, folder)
    keep, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        import pyperf
    finally:
        sys.dont_write_bytecode = keep
    return pyperf


def measure_script(config: dict[str, Any]) -> None:
    require(config)
    pyperf = import_pyperf(config["pyperf"])

    def take(task: Any) -> None:
        """The script offers its benchmarks one after the other; ours is measured, the others are passed over."""
        if config.get("benchmark") not in (None, "", task.name):
            return
        if task.starts_commands and config["route"] != "exe":
            raise Failure("unsupported", "starts sys.executable, which the route embed does not reach; use route=exe")
        measure(config, task.function, task.times_itself, {"inner_loops": task.inner_loops, "benchmark": task.name})
        sys.exit(0)

    pyperf.receive = take
    sys.argv = [config["file"], *config["arguments"]]
    sys.path.insert(0, os.path.dirname(config["file"]))
    try:
        runpy.run_path(config["file"], run_name="__main__")
    except ModuleNotFoundError as error:
        if not config["packages"]:
            raise
        step = f"{sys.executable} -m pip install {' '.join(config['packages'])}"
        raise Failure("unsupported", f"needs {', '.join(config['packages'])}; try: {step}") from error
    except SystemExit as end:
        if end.code in (0, None):
            return
        raise
    raise Failure("unsupported", f"{config['file']} has no benchmark {config.get('benchmark')!r}")
