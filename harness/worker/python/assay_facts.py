"""What executes here, read back from the process itself."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # see assay_member.py
if TYPE_CHECKING:
    from typing import Any, Optional


def mapped_libpython() -> Optional[str]:
    """The libpython that is mapped into this process; none in a statically linked interpreter."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps:
            path = line.rstrip("\n").partition("/")[2]
            name = path.rpartition("/")[2]
            if name.startswith("libpython") and ".so" in name and not name.startswith("libpython3.so"):
                return "/" + path
    return None


def executed() -> str:
    """The file whose code runs the interpreter loop."""
    return mapped_libpython() or os.path.realpath("/proc/self/exe")


def version() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _jit() -> Optional[bool]:
    """Whether the JIT compiles here; none where the interpreter does not say (before 3.14)."""
    jit = getattr(sys, "_jit", None)
    return jit.is_enabled() if jit is not None else None


def facts(route: str, loop: Any) -> dict[str, Any]:
    gil_enabled = getattr(sys, "_is_gil_enabled", None)
    return {
        "executed": executed(),
        "version": version(),
        "implementation": sys.implementation.name,
        "route": route,
        "build": sys.version,
        "gil": gil_enabled() if gil_enabled is not None else True,
        "jit": _jit(),
        "optimize": sys.flags.optimize,
        "hash_seed": os.environ.get("PYTHONHASHSEED", "random"),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "loop": getattr(loop, "__file__", None) or "built in",
        "python_environment": {key: value for key, value in os.environ.items() if key.startswith("PYTHON")},
    }
