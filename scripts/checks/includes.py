"""Checks every quoted include of the tree against the table "Allowed includes" of ARCHITECTURE.md."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROW = re.compile(r"^\| `([\w/]+)` \| (.*?) ?\|$")
INCLUDE = re.compile(r'^\s*#\s*include "([^"]+)"')


def allowed(architecture: str) -> dict[str, set[str] | None]:
    """Room -> the rooms it may include; None where every room is allowed."""
    section = architecture.split("## Allowed includes", 1)[1].split("\n## ", 1)[0]
    table: dict[str, set[str] | None] = {}
    for line in section.splitlines():
        if row := ROW.match(line):
            table[row[1]] = None if row[2] == "every room" else set(re.findall(r"`([\w/]+)`", row[2]))
    return table


def room_of(path: str, rooms: list[str]) -> str | None:
    return next((room for room in rooms if path.startswith(room + "/")), None)


def complaints(root: Path) -> list[str]:
    table = allowed((root / "ARCHITECTURE.md").read_text())
    rooms = sorted(table, key=len, reverse=True)
    found: list[str] = []
    used: set[tuple[str, str]] = set()
    for room in table:
        if not (root / room).is_dir():
            found.append(f"ARCHITECTURE.md: the room `{room}` does not exist")
    for top in ("harness", "runners", "results", "dashboards", "suites"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in {".h", ".cc", ".c"}:
                found += complaints_of(file, root, table, rooms, used)
    for room, permitted in table.items():
        for target in sorted(permitted or ()):
            if (room, target) not in used:
                found.append(f"ARCHITECTURE.md: `{room}` may include `{target}` and does not: take it out of the table")
    return found


def complaints_of(file: Path, root: Path, table: dict[str, set[str] | None], rooms: list[str],
                  used: set[tuple[str, str]]) -> list[str]:
    name = file.relative_to(root).as_posix()
    room = room_of(name, rooms)
    if room is None:
        return [f"{name}: in no room of ARCHITECTURE.md's table"]
    found: list[str] = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if not (match := INCLUDE.match(line)) or match[1] == "assay_version.h":
            continue
        target = room_of(match[1], rooms)
        permitted = table[room]
        if target is not None:
            used.add((room, target))
        if target is None and (file.parent / match[1]).is_file():
            continue  # beside it, so in the same room: what is compiled on demand knows no top of the tree
        if target is None:
            found.append(f'{name}:{number}: "{match[1]}" is not written from the top of the tree')
        elif permitted is not None and target != room and target not in permitted:
            found.append(f"{name}:{number}: `{room}` may not include `{target}`")
    return found


if __name__ == "__main__":
    problems = complaints(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    print("\n".join(problems) or "every include is allowed")
    sys.exit(1 if problems else 0)
