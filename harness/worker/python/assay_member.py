"""What both CPython routes run first: finds out what to measure, makes it, and takes turns.

Started as `python3 …/assay_member.py`, by the interpreter itself (exe) or by the worker (embed)."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # type checkers know better; importing typing would take 3 ms of every start
if TYPE_CHECKING:
    from typing import Any, Callable


def own_folder_last() -> None:
    """Our modules must be importable, also in children of a workload, but must hide none of its own."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry not in ("", here, os.path.realpath(here))] + [here]


def load(path: str) -> Any:
    """A workload's file as a module, without leaving a cached copy in the suites' folder."""
    module = type(sys)("assay_workload")
    module.__file__ = path
    sys.modules[module.__name__] = module
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)
    return module


def agree(result: object, expected: object) -> bool:
    if isinstance(result, float) and isinstance(expected, float):
        # sqrt and pow of two C libraries may differ in the last bits
        return abs(result - expected) <= 1e-9 * max(abs(result), abs(expected))
    return type(result) is type(expected) and result == expected


def checked(function: Callable[[], object], expected: object) -> dict[str, Any]:
    from assay_session import Failure

    result = function()
    if not agree(result, expected):
        raise Failure("wrong-result", f"returned {result!r:.200}, expected {expected!r:.200}")
    return {"result": repr(result)[:200]}


def measure_workload(config: dict[str, Any]) -> None:
    """kind `cpython`: a file of suites/ with make(**parameters) -> (function, what it must return)."""
    from assay_session import measure

    made: tuple[Callable[[], object], object] = load(config["file"]).make(**config["parameters"])
    function, expected = made
    checked(function, expected)
    measure(config, function, times_itself=False, check=lambda: checked(function, expected))


def main() -> None:
    own_folder_last()
    import assay_session

    try:
        config = assay_session.read_config()
        assay_session.require_subject(config["python"], config["route"])
        if config["kind"] == "pyperformance":
            import assay_script

            assay_script.measure_script(config)
            return  # the ordinary way out: multiprocessing and atexit have work to do
        measure_workload(config)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        assay_session.report(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # finalisation may take longer than the measurement


if __name__ == "__main__":
    main()
