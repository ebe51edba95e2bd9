from __future__ import annotations

import argparse
import asyncio
import functools
import os
import subprocess
from time import perf_counter
from typing import Any, Awaitable, Callable, Dict, List, Optional, Sequence

import pyperf
from pyperf._task import Task


class Runner:
    """pyperf.Runner's interface. How often and how long is decided outside, so the numbers given to it are ignored."""

    def __init__(
        self,
        values: Optional[int] = None,
        processes: Optional[int] = None,
        loops: int = 0,
        min_time: float = 0.1,
        metadata: Optional[Dict[str, Any]] = None,
        show_name: bool = True,
        program_args: Optional[Sequence[str]] = None,
        add_cmdline_args: Optional[Callable[[List[str], argparse.Namespace], None]] = None,
        _argparser: Optional[argparse.ArgumentParser] = None,
        warmups: int = 1,
    ) -> None:
        self.metadata: Dict[str, Any] = dict(metadata or {})
        self.argparser = _argparser if _argparser is not None else argparse.ArgumentParser()
        self.args: Optional[argparse.Namespace] = None

    def parse_args(self, args: Optional[Sequence[str]] = None) -> argparse.Namespace:
        if self.args is None:
            self.args = self.argparser.parse_args(args)
        return self.args

    def _offer(self, task: Task) -> None:
        self.parse_args()
        if pyperf.receive is None:
            start = f"assay run --workload pyperformance.{task.name}"
            raise RuntimeError(f"nobody measures {task.name} here; start it with: {start}")
        pyperf.receive(task._replace(about=str(self.metadata.get("description", ""))))

    def bench_time_func(
        self, name: str, time_func: Callable[..., float], *args: Any, inner_loops: Optional[int] = None, metadata: Any = None
    ) -> None:
        function = functools.partial(_loops_first, time_func, args) if args else time_func
        self._offer(Task(name, function, True, inner_loops or 1))

    def bench_func(
        self, name: str, func: Callable[..., Any], *args: Any, inner_loops: Optional[int] = None, metadata: Any = None
    ) -> None:
        function = functools.partial(func, *args) if args else func
        self._offer(Task(name, function, False, inner_loops or 1))

    def bench_async_func(
        self,
        name: str,
        func: Callable[..., Awaitable[Any]],
        *args: Any,
        inner_loops: Optional[int] = None,
        metadata: Any = None,
        loop_factory: Optional[Callable[[], asyncio.AbstractEventLoop]] = None,
    ) -> None:
        function = functools.partial(func, *args) if args else func
        self._offer(Task(name, functools.partial(_time_async, function, loop_factory), True, inner_loops or 1))

    def bench_command(self, name: str, command: Sequence[str]) -> None:
        self._offer(Task(name, functools.partial(_run_command, list(command)), False, starts_commands=True))


def _loops_first(time_func: Callable[..., float], args: Sequence[Any], loops: int) -> float:
    return time_func(loops, *args)


def _time_async(func: Callable[[], Awaitable[Any]], loop_factory: Optional[Callable[[], Any]], loops: int) -> float:
    """Times the awaits alone: setting the event loop up and taking it down is left out, as pyperf does."""

    async def main() -> float:
        rounds = range(loops)
        start = perf_counter()
        for _ in rounds:
            await func()
        return perf_counter() - start

    if loop_factory is None:
        return asyncio.run(main())
    loop = loop_factory()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.close()


def _run_command(command: List[str]) -> None:
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=dict(os.environ), check=True)
