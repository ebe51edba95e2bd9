from __future__ import annotations

from typing import Any, Callable, NamedTuple


class Task(NamedTuple):
    """One benchmark as a script offers it."""

    name: str
    function: Callable[..., Any]  # function(), or function(loops) -> seconds
    times_itself: bool
    inner_loops: int = 1  # how often one call does the work; pyperf divides its values by it
    starts_commands: bool = False
    about: str = ""
