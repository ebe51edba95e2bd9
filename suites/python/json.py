# /// workload
# about = "JSON there and back: nested objects, numbers, text and escapes"
# tags = ["stdlib", "text"]
# seconds = 1.5e-4
# [parameters.n]
# standard = "30"
# kind = "integer"
# growth = 1
# about = "records"
# ///
from __future__ import annotations

import json
from collections.abc import Callable


def make(n: int) -> tuple[Callable[[], object], object]:
    records = [
        {"id": i, "name": f'n"{i}\n', "score": i / 8, "tags": ["a", "ü", None, True], "place": {"x": -i, "y": [i] * 3}}
        for i in range(n)
    ]

    def run() -> object:
        return json.loads(json.dumps(records))

    return run, records
