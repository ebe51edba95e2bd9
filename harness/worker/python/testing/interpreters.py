"""The interpreters of this machine, for tests: those on PATH and of pyenv, 3.9 and newer, each with its libpython where there is one."""

from __future__ import annotations

import glob
import json
import os
import subprocess
from typing import Any, Dict, List, NamedTuple, Optional

ASK = """
import json, os, sys, sysconfig
maps = [line.split()[-1] for line in open('/proc/self/maps') if '/libpython3.' in line]
release = 'libpython%d.%d.so.1.0' % sys.version_info[:2]
near = [os.path.join(sysconfig.get_config_var(key) or '', release) for key in ('LIBPL', 'LIBDIR')]
multiarch = sysconfig.get_config_var('MULTIARCH') or ''
near.append(os.path.join('/usr/lib', multiarch, release))
library = ([m for m in maps if not m.endswith('libpython3.so')] + [p for p in near if os.path.exists(p)] + [None])[0]
print(json.dumps({'version': '.'.join(map(str, sys.version_info[:3])), 'executable': sys.executable, 'shared': bool(maps),
                  'library': library and os.path.realpath(library)}))
"""


class Interpreter(NamedTuple):
    executable: str
    version: str
    library: Optional[str]
    shared: bool


def ask(executable: str) -> Optional[Interpreter]:
    answer = subprocess.run([executable, "-I", "-c", ASK], capture_output=True, text=True, timeout=60)
    if answer.returncode != 0:
        return None
    said: Dict[str, Any] = json.loads(answer.stdout)
    if tuple(map(int, said["version"].split(".")[:2])) < (3, 9):
        return None
    return Interpreter(said["executable"], said["version"], said["library"], said["shared"])


def interpreters() -> List[Interpreter]:
    candidates = sorted(glob.glob("/usr/bin/python3.[0-9]*")) + sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/*/bin/python3")))
    candidates += glob.glob("/usr/local/bin/python3.[0-9]*")
    real = {os.path.realpath(path): path for path in candidates if not path.endswith("-config") and os.access(path, os.X_OK)}
    found = [ask(path) for path in real.values()]
    return [one for one in found if one is not None]
