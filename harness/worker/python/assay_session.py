"""One measurement in this process: ready, turns, check, result."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # see assay_member.py
if TYPE_CHECKING:
    from typing import Any, Callable, NoReturn, Optional

import assay_facts
import assay_json
import assay_loop

MOST_DETAIL = 2000  # characters of a traceback, its end


class Failure(Exception):
    """Ends the measurement with an outcome that is not a crash."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


def read_config() -> dict[str, Any]:
    config: dict[str, Any] = assay_json.loads(assay_loop.config())
    os.environ.pop("ASSAY_SOCKET", None)  # children of the workload are none of the leader's members
    return config


def require_subject(python: dict[str, Any], route: str) -> None:
    """Another release, or another libpython, than the one asked for would measure something else without a word."""
    if python.get("version") not in (None, assay_facts.version()):
        asked = python["executable"] + " says " + python["version"]
        raise Failure("wrong-subject", f"{asked}, but {assay_facts.executed()} is {assay_facts.version()}")
    library = python.get("library") if route == "embed" else None
    if library is not None and assay_facts.executed() != library:
        raise Failure("wrong-subject", f"{library} was asked for, but {assay_facts.executed()} executes")


def measure(
    config: dict[str, Any],
    function: Callable[..., Any],
    times_itself: bool,
    facts: Optional[dict[str, Any]] = None,
    check: Optional[Callable[[], dict[str, Any]]] = None,
) -> None:
    """Takes turns to the end, then sends what `check` says of the workload's result."""
    found = assay_facts.facts(config["route"], assay_loop)
    found.update(facts or {})
    assay_loop.ready(assay_json.dumps(found))
    assay_loop.serve(function, times_itself)
    assay_loop.result(assay_json.dumps(check() if check is not None else {}))


def _outcome(error: BaseException) -> dict[str, str]:
    if isinstance(error, Failure):
        return {"outcome": error.outcome, "detail": error.detail}
    if isinstance(error, ModuleNotFoundError):
        step = f"{sys.executable} -m pip install {error.name}"
        return {"outcome": "unsupported", "detail": f"needs the module {error.name}, which is not here; try: {step}"}
    if isinstance(error, SystemExit):
        return {"outcome": "crashed", "detail": f"the workload left by sys.exit({error.code!r})"}
    import traceback

    text = "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-3))
    return {"outcome": "crashed", "detail": text[-MOST_DETAIL:].rstrip()}


def report(error: BaseException) -> NoReturn:
    """Tells the leader; without one (it is gone, or there never was one) standard error has to do."""
    outcome = _outcome(error)
    try:
        assay_loop.failed(assay_json.dumps(outcome))
    except OSError:
        print(f"{outcome['outcome']}: {outcome['detail']}", file=sys.stderr)
    sys.exit(1)
