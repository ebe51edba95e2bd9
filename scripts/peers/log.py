"""The recording: a file of JSON lines, the first of which has the settings, and one for each visit that came to its end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

from plan import Settings

Record = Dict[str, Any]


class BadLog(Exception):
    """The thing, the place and the next step."""


class Log(NamedTuple):
    path: Path
    settings: Settings
    host: Dict[str, Any]
    records: List[Record]

    def add(self, record: Record) -> None:
        with self.path.open("a") as out:
            out.write(json.dumps(record) + "\n")
        self.records.append(record)

    def keys(self) -> "set[str]":
        return {record["key"] for record in self.records}


def read(path: Path) -> Optional[Log]:
    """None where there is none. A last line without its end is one that was being written when all ended: it is measured again."""
    if not path.exists():
        return None
    rows = []
    for number, line in enumerate(path.read_text().splitlines(keepends=True), 1):
        if not line.endswith("\n"):
            break
        try:
            rows.append(json.loads(line))
        except ValueError:
            raise BadLog(f"{path}:{number}: no JSON; restore the line, or record into another folder") from None
    if not rows:
        return None
    if "settings" not in rows[0]:
        raise BadLog(f"{path}:1: has no settings; name a folder that scripts/compare-peers recorded into")
    return Log(path, Settings(**rows[0]["settings"]), rows[0]["host"], rows[1:])


def start(path: Path, settings: Settings, host: Dict[str, Any]) -> Log:
    """Goes on with what is there, which must have been made in the same way."""
    before = read(path)
    if before is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"settings": settings._asdict(), "host": host}) + "\n")
        return Log(path, settings, host, [])
    for name, was in before.settings._asdict().items():
        now = getattr(settings, name)
        if was != now:
            raise BadLog(f"{path}: was begun with {name} = {was}, and this is {now}; give the same options, or another folder")
    for name in ("cpu", "kernel", "versions"):
        if before.host[name] != host[name]:
            raise BadLog(f"{path}: was begun with {name} = {before.host[name]}, and this is {host[name]}; record into another folder")
    end = path.read_bytes().rfind(b"\n") + 1
    with path.open("r+b") as file:
        file.truncate(end)
    return before
