"""list_tasks.py SCRIPT [ARGUMENT...]: the benchmarks that a script offers, as JSON, without running them."""

from __future__ import annotations

import json
import os
import runpy
import sys
from typing import Dict, List


def main() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = here
    import pyperf

    offered: List[Dict[str, str]] = []
    pyperf.receive = lambda task: offered.append({"name": task.name, "about": task.about})
    script = sys.argv[1]
    del sys.argv[0]
    sys.path.insert(0, os.path.dirname(script))
    runpy.run_path(script, run_name="__main__")
    print(json.dumps(offered))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
