"""Runs every command and study of a documentation page, as written and with other names and sizes.

    docs_commands.py PAGE ASSAY_BINARY

Commands are the lines of ```sh blocks that begin with `assay `; studies are ```toml blocks. Live commands get a shorter --max-time.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
LIVE = {"run", "ab"}
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


def blocks(page: str, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page) if name == language]


def commands(page: str) -> list[str]:
    return [line for body in blocks(page, "sh") for line in body.splitlines() if line.startswith("assay ")]


def varied(command: str) -> str:
    for old, new in VARIATIONS:
        command = command.replace(old, new)
    return command


def arguments(command: str, study: Path | None = None) -> list[str]:
    words = shlex.split(command, comments=True)[1:]
    if study is not None:
        words.append(str(study))
    if words and words[0] in LIVE:
        words += ["--max-time", "6s"]
    return words


def run(assay: str, words: list[str], directory: str) -> str | None:
    """None when it went well, else what happened."""
    environment = {**os.environ, "PATH": f"{Path(assay).parent}:{os.environ['PATH']}"}
    try:
        done = subprocess.run([assay, *words], cwd=directory, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return f"still ran after {LIMIT_SECONDS} s"
    # A live command cut short may have nothing decided yet: that is status 3, and no error.
    fine = {0, 3} if words[0] in LIVE else {0}
    return None if done.returncode in fine else f"status {done.returncode}\n{done.stderr[-2000:]}"


def main(page_path: str, assay: str) -> int:
    page = Path(page_path).read_text()
    failed = 0
    total = 0
    with tempfile.TemporaryDirectory() as directory:
        queue = [arguments(command) for command in commands(page)]
        queue += [arguments(varied(command)) for command in commands(page) if varied(command) != command]
        for number, study in enumerate(blocks(page, "toml")):
            for kind, text in (("written", study), ("varied", varied(study))):
                path = Path(directory) / f"study-{number}-{kind}.toml"
                path.write_text(text)
                queue += [arguments("assay plan", path), arguments("assay run", path)]
        for words in queue:
            total += 1
            if problem := run(assay, words, directory):
                failed += 1
                print(f"FAILED assay {shlex.join(words)}: {problem}")
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
