"""Runs every command and study of a documentation page, as written and with other names and sizes, as text and with --json.

    docs_commands.py PAGE ASSAY_BINARY

Commands are the lines of ```sh blocks that begin with `assay `; studies are ```toml blocks. Live commands get a shorter --max-time.
What is asserted of their answers is in docs_answers.py.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docs_answers import KEYS, Promises

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
# What a shorter time limit makes of a command that works: a gate may also find what it looks for.
STATUS = {"run": {0, 3}, "ab": {0, 3}, "gate": {0, 1, 3}, "nightly": {0, 1, 3}}
# What a reader would change first: sizes, libraries, flags, workloads.
VARIATIONS = [
    ("n=512", "n=96"),
    ("n=256", "n=80"),
    ("blas=blis-pthread", "blas=blis-serial"),
    ("openblas-pthread,blis-pthread", "blis-openmp,reference"),
    ("-march=native", "-funroll-loops"),
    ("python.*", "python.s*"),
    ("python3 -S -c pass", "python3 -I -c 'import json'"),
]
LIMIT_SECONDS = 120
MAX_TIME = "5s"


def blocks(page: str, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page) if name == language]


def commands(page: str) -> list[str]:
    return [line for body in blocks(page, "sh") for line in body.splitlines() if line.startswith("assay ")]


def varied(command: str) -> str:
    for old, new in VARIATIONS:
        command = command.replace(old, new)
    return command


def is_live(words: list[str]) -> bool:
    return words[0] in STATUS or "--aa" in words


def arguments(command: str, *more: str) -> list[str]:
    words = [*shlex.split(command, comments=True)[1:], *more]
    return [*words, "--max-time", MAX_TIME] if is_live(words) else words


def variants(page: str, directory: Path) -> list[list[str]]:
    """What is run. A live command is measured once as text and once, varied where that is possible, as JSON."""
    queue = []
    for command in commands(page):
        queue.append(arguments(command))
        if queue[-1][0] in KEYS:
            queue.append(arguments(varied(command), "--json"))
            if not is_live(queue[-2]) and varied(command) != command:
                queue.append(arguments(varied(command)))
    for number, study in enumerate(blocks(page, "toml")):
        for form, text in (("written", study), ("varied", varied(study))):
            path = directory / f"study-{number}-{form}.toml"
            path.write_text(text)
            kinds = ["plan", "run", "gate"] if 'rule = "gate"' in text else ["plan", "run"]
            queue += [arguments(f"assay {kind}", str(path), "--json") for kind in kinds]
    return queue


def run(assay: str, words: list[str], directory: str, promises: Promises) -> list[str]:
    """What is wrong with it."""
    environment = {**os.environ, "PATH": f"{Path(assay).parent}:{os.environ['PATH']}"}
    try:
        done = subprocess.run([assay, *words], cwd=directory, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return [f"still ran after {LIMIT_SECONDS} s"]
    if done.returncode not in STATUS.get(words[0], {0, 3} if is_live(words) else {0}):
        return [f"status {done.returncode}\n{done.stderr[-2000:]}"]
    if not done.stdout.strip():
        return ["nothing on standard output"]
    return promises.of_answer(words[0], done.stdout, done.returncode) if "--json" in words else []


def main(page_path: str, assay: str) -> int:
    page = Path(page_path).read_text()
    promises = Promises(page)
    failed = 0
    with tempfile.TemporaryDirectory() as directory:
        queue = variants(page, Path(directory))
        for words in queue:
            began = time.monotonic()
            problems = run(assay, words, directory, promises)
            print(f"{'FAILED' if problems else 'passed'} {time.monotonic() - began:5.1f} s  assay {shlex.join(words)}", flush=True)
            failed += bool(problems)
            print("".join(f"    {problem}\n" for problem in problems), end="")
        problems = promises.of_store(f"{directory}/assay.db")
        failed += bool(problems)
        print("".join(f"FAILED the store: {problem}\n" for problem in problems), end="")
    total = len(queue) + 1
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed or not queue else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], os.path.abspath(sys.argv[2])))
