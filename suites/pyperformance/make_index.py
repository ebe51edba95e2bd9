"""make_index.py OUTPUT: what the pyperformance package installed beside this interpreter brings, as the index that Assay's catalog reads.

Reads the package's MANIFEST and the metadata of each benchmark; asks each script that needs nothing else which benchmarks it holds."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

try:
    import tomllib
except ModuleNotFoundError:  # before 3.11
    from pip._vendor import tomli as tomllib  # type: ignore[no-redef]

FORMAT = 1
LISTING_SECONDS = 60
# Imported by scripts whose metadata do not say so, and removed from newer releases.
MODULES = {"2to3": ["lib2to3"]}

Entry = Dict[str, Any]


def data_files() -> Path:
    found = importlib.util.find_spec("pyperformance")
    if found is None or found.origin is None:
        sys.exit(f"make_index: {sys.executable} has no pyperformance; run scripts/prepare-pyperformance")
    return Path(found.origin).parent / "data-files" / "benchmarks"


def manifest(folder: Path) -> Iterator[Tuple[str, str]]:
    """(name, base) of each line of the section [benchmarks]; the base's folder holds the script."""
    section = ""
    for line in (folder / "MANIFEST").read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = line
        elif section == "[benchmarks]" and line and not line.startswith("name\t"):
            name, _, place = line.partition("\t")
            local = re.fullmatch(r"<local(?::(\w+))?>", place.strip())
            if local:
                yield name, local.group(1) or name


def metadata(folder: Path, name: str, base: str) -> Entry:
    """The base's tables, overlaid with those of the variant."""
    merged: Entry = {}
    for file in (folder / "pyproject.toml", folder / f"bm_{name}.toml"):
        if file.exists() and (file.name == "pyproject.toml" or name != base):
            document = tomllib.loads(file.read_text(encoding="utf-8"))
            merged.update(document.get("project", {}))
            merged.update(document.get("tool", {}).get("pyperformance", {}))
    return merged


def requirements(folder: Path) -> List[str]:
    file = folder / "requirements.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def entry(root: Path, name: str, base: str) -> Entry:
    folder = root / f"bm_{base}"
    known = metadata(folder, name, base)
    tags = known.get("tags", [])
    return {
        "name": name,
        "about": "",
        "script": str(folder / known.get("runscript", "run_benchmark.py")),
        "arguments": known.get("extra_opts", []),
        "benchmark": "",
        "tags": tags.replace(",", " ").split() if isinstance(tags, str) else list(tags),
        "requires_python": known.get("requires-python", ""),
        "modules": MODULES.get(name, []),
        "packages": requirements(folder),
    }


def offered(item: Entry) -> List[Entry]:
    """The item once for each benchmark of its script; as it is where the script cannot be asked here."""
    if item["packages"]:
        return [item]
    lister = Path(__file__).with_name("list_tasks.py")
    command = [sys.executable, str(lister), item["script"], *item["arguments"]]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=LISTING_SECONDS, stdin=subprocess.DEVNULL)
        tasks = json.loads(answer.stdout.splitlines()[-1]) if answer.returncode == 0 else []
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        tasks = []
    if not tasks:
        return [item]
    only = len(tasks) == 1
    named = [dict(item, benchmark=task["name"], about=task["about"]) for task in tasks]
    if only:
        return named
    return [dict(one, name=re.sub(r"[^\w-]", "_", one["benchmark"]), tags=[*one["tags"], item["name"]]) for one in named]


def main() -> None:
    root = data_files()
    items = [entry(root, name, base) for name, base in manifest(root)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = {one["name"]: one for several in pool.map(offered, items) for one in several}
    version = importlib.metadata.version("pyperformance")
    index = {"format": FORMAT, "pyperformance": version, "benchmarks": list(found.values())}
    output = Path(sys.argv[1])
    part = output.with_suffix(".part")
    part.write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    part.replace(output)
    ready = sum(1 for one in found.values() if not one["packages"])
    print(f"{output}: {len(found)} benchmarks of pyperformance {version}, {ready} of them with the standard library alone")


if __name__ == "__main__":
    main()
