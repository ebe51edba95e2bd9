"""What each peer says of two samples, by its own code where it has any. Runs in the environment of scripts/compare-peers --install:

    rules.py GBENCH-TOOLS <comparisons >answers      a JSON line each: {"rule", "a", "b"} and {"different", "slower"}

a and b are lists of processes. Of Google Benchmark a process is {"real": [...], "cpu": [...]}, else a list of seconds."""

from __future__ import annotations

import json
import math
import statistics
import sys
from typing import Any, Callable, Dict, List, Tuple

ALPHA = 0.05  # compare.py's and welch_ttest.py's own
Answer = Tuple[bool, bool]  # B differs; B is the slower one


def flat(processes: List[List[float]]) -> List[float]:
    return [value for process in processes for value in process]


def slower(a: List[float], b: List[float]) -> bool:
    return statistics.mean(b) > statistics.mean(a)


def pyperf_compare_to(a: List[List[float]], b: List[List[float]]) -> Answer:
    """The decision of `pyperf compare_to`: that object which prints its lines."""
    import pyperf
    from pyperf._compare import CompareData, CompareResult

    def benchmark(processes: List[List[float]]) -> Any:
        return pyperf.Benchmark([pyperf.Run(values, metadata={"name": "subject"}, collect_metadata=False) for values in processes])

    result = CompareResult(CompareData("a", benchmark(a)), CompareData("b", benchmark(b)))
    return bool(result.significant), result.norm_mean > 1


def compare_py(a: List[Dict[str, List[float]]], b: List[Dict[str, List[float]]], clock: str) -> Answer:
    """The U test of tools/compare.py, whose p value it prints in green below its alpha, in one column for each clock."""
    from gbench.report import get_difference_report

    def report(side: List[Dict[str, List[float]]]) -> Dict[str, Any]:
        times = [pair for process in side for pair in zip(process["real"], process["cpu"])]
        rows = [{"name": "subject", "run_type": "iteration", "time_unit": "s", "real_time": real, "cpu_time": cpu} for real, cpu in times]
        return {"benchmarks": rows}

    tested = get_difference_report(report(a), report(b), utest=True)[0]["utest"]
    p = tested[{"real": "time_pvalue", "cpu": "cpu_pvalue"}[clock]]
    return bool(p < ALPHA), slower(flat([each[clock] for each in a]), flat([each[clock] for each in b]))


def welch(a: List[List[float]], b: List[List[float]]) -> Answer:
    """The test of scripts/welch_ttest.py in hyperfine's repository, which is not in Debian's package."""
    from scipy.stats import ttest_ind

    x, y = flat(a), flat(b)
    return bool(ttest_ind(x, y, equal_var=False).pvalue < ALPHA), slower(x, y)


def relative(a: List[List[float]], b: List[List[float]]) -> Answer:
    """hyperfine's last line, "1.02 ± 0.05 times faster": read as a difference where the ± does not reach 1."""
    fast, slow = sorted((flat(a), flat(b)), key=statistics.mean)
    ratio = statistics.mean(slow) / statistics.mean(fast)
    spread = ratio * math.hypot(*(statistics.stdev(side) / statistics.mean(side) for side in (fast, slow)))
    return ratio - 1 > spread, slower(flat(a), flat(b))


RULES: Dict[str, Callable[[Any, Any], Answer]] = {
    "pyperf compare_to": pyperf_compare_to,
    "compare.py, Time": lambda a, b: compare_py(a, b, "real"),
    "compare.py, CPU": lambda a, b: compare_py(a, b, "cpu"),
    "hyperfine, welch_ttest.py": welch,
    "hyperfine, its ±": relative,
}


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    for line in sys.stdin:
        asked = json.loads(line)
        different, is_slower = RULES[asked["rule"]](asked["a"], asked["b"])
        print(json.dumps({"different": different, "slower": is_slower}))


if __name__ == "__main__":
    main()
