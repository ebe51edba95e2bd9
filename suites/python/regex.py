# /// workload
# about = "Regular expressions: search, groups, substitution over lines of a log"
# tags = ["stdlib", "text"]
# seconds = 1.5e-4
# [parameters.n]
# standard = "50"
# kind = "integer"
# growth = 1
# about = "lines"
# ///
from __future__ import annotations

import re
from collections.abc import Callable

LINE = re.compile(r"^(?P<host>\d+\.\d+\.\d+\.\d+) \S+ \[(?P<when>[^\]]+)\] \"(?P<verb>GET|PUT) (?P<path>/\S*)\" (?P<status>\d{3})$", re.M)
DIGITS = re.compile(r"\d+")


def make(n: int) -> tuple[Callable[[], int], int]:
    text = "\n".join(f'10.0.0.{i % 256} - [day {i}] "{("GET", "PUT")[i % 2]} /item/{i}" {200 + i % 2}' for i in range(n))

    def run() -> int:
        puts = sum(1 for match in LINE.finditer(text) if match["verb"] == "PUT" and match["status"] == "201")
        return puts + DIGITS.sub("#", text).count("#")

    return run, n // 2 + 7 * n
