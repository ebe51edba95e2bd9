"""pyperf_subject.py WORKLOAD [pyperf's options]: a workload of suites/python as a benchmark of pyperf, with its standard parameter."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pyperf

SUITE = Path(__file__).resolve().parents[2] / "suites" / "python"


def main() -> None:
    sys.dont_write_bytecode = True
    runner = pyperf.Runner(add_cmdline_args=lambda command, asked: command.append(asked.workload))
    runner.argparser.add_argument("workload", help="python.json, …")
    workload = runner.parse_args().workload
    path = SUITE / (workload.split(".")[1] + ".py")
    spec = importlib.util.spec_from_file_location("subject", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    standard = re.search(r'^# standard = "(\d+)"$', path.read_text(), re.M)[1]
    run, _ = module.make(int(standard))
    runner.bench_func(workload, run)


if __name__ == "__main__":
    main()
