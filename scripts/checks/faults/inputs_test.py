"""What is typed wrongly is answered with the thing, the place and the next step; nothing runs and no store is made."""

from __future__ import annotations

import os
import re
import struct
import unittest
from pathlib import Path

from faults import FaultTest, fault, own_architecture

BLAS_HINT = "name a shared library (.so)"
OTHER = {"x86_64": (183, "aarch64"), "aarch64": (62, "x86_64")}  # ELF's e_machine, and uname's word for it


def elf_of_another_machine(path: Path) -> str:
    """Writes the header of a shared library for a machine that this one is not: its architecture."""
    machine, name = OTHER[own_architecture()]
    head = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 3, machine, 1, 0, 0, 0, 0, 64, 56, 0, 64, 0, 0)
    path.write_bytes(head + bytes(4096))
    return name


def unpacked(architecture: str, pattern: str) -> list[Path]:
    """The libraries of another architecture that lie here, where harness/core/paths.cc looks for packages."""
    data = os.environ.get("ASSAY_DATA") or os.environ.get("XDG_DATA_HOME", os.path.expanduser("~/.local/share")) + "/assay"
    debian = {"aarch64": "arm64", "x86_64": "amd64"}[architecture]
    return sorted(Path(data, "packages", debian, "usr/lib", f"{architecture}-linux-gnu").glob(pattern))


class Names(FaultTest):
    def unknown(self, words: list[str], beginning: str) -> None:
        """For messages that end with a list of what this machine has: all of it but the list."""
        done = self.run_assay("run", *words)
        self.assertEqual(done.status, 2)
        self.assertEqual(re.sub(r"Known here: .*", "Known here: …", done.err), beginning + " Known here: …\n")
        self.assertFalse(self.store.exists())

    @fault("unknown workload")
    def test_workload(self) -> None:
        message = '--workload "linalg.gem": unknown workload "linalg.gem"; did you mean "linalg.gemm" or "linalg.svd"?'
        self.unknown(["--workload", "linalg.gem"], message)

    @fault("unknown factor")
    def test_factor(self) -> None:
        message = '--factor "blass=reference": unknown factor "blass"; did you mean "blas" or "flags"?'
        self.unknown(["--workload", "linalg.gemm", "--factor", "blass=reference"], message)

    @fault("unknown level, unknown library")
    def test_library(self) -> None:
        message = '--set "blas=referense": unknown BLAS "referense"; did you mean "reference"?'
        self.unknown(["--workload", "linalg.gemm", "--set", "blas=referense"], message)

    @fault("unknown level")
    def test_level(self) -> None:
        message = '--set "threads=many": threads "many" is neither a number nor all; threads=1, or threads=all'
        self.refused(["run", "--workload", "linalg.gemm", "--set", "threads=many"], message)

    @fault("unknown parameter")
    def test_parameter(self) -> None:
        message = '--workload "linalg.gemm{q=3}": linalg.gemm has no parameter "q"; did you mean "k", "m" or "n"?'
        self.unknown(["--workload", "linalg.gemm{q=3}"], message)

    @fault("unknown interpreter")
    def test_interpreter(self) -> None:
        done = self.run_assay("run", "--workload", "python.call", "--set", "python=python3.99")
        self.assertRegex(done.err, r'\A--set "python=python3.99": unknown Python "python3.99"; did you mean "python3.+Known here: .+\n\Z')
        self.assertEqual((done.status, self.store.exists()), (2, False))

    @fault("a factor that reaches nothing")
    def test_reach(self) -> None:
        message = '--factor "threads=1,2": threads do not reach python.call; they reach here: '
        done = self.run_assay("run", "--workload", "python.call", "--factor", "threads=1,2")
        self.assertEqual((done.err[: len(message)], done.status, self.store.exists()), (message, 2, False))


class Files(FaultTest):
    def blas(self, path: Path, message: str) -> None:
        self.refused(["run", "--workload", "linalg.gemm", "--set", f"blas={path}"], f'--set "blas={path}": {message}')

    def python(self, path: Path, message: str) -> None:
        self.refused(["run", "--workload", "python.call", "--set", f"python={path}"], f'--set "python={path}": {message}')

    @fault("a directory given as a library")
    def test_directory(self) -> None:
        self.blas(self.folder, f"a directory, where an ELF file is wanted; {BLAS_HINT}")

    @fault("a text file given as a library")
    def test_text(self) -> None:
        text = self.folder / "libtext.so"
        text.write_text("not a library\n")
        self.blas(text, f"not an ELF file; {BLAS_HINT}")
        self.blas(self.folder / "none.so", f"no such file; {BLAS_HINT}")

    @fault("a library of another architecture")
    def test_foreign_library(self) -> None:
        path, own = self.folder / "libblas.so", own_architecture()
        foreign = elf_of_another_machine(path)
        for library in [path, *unpacked(foreign, "openblas-*/libopenblas.so.0")]:
            with self.subTest(library=library):
                self.blas(library, f"a library for {foreign}, and this runs on {own}; name one for {own}")

    @fault("a libpython of another architecture")
    def test_foreign_libpython(self) -> None:
        """A real one, where scripts/fetch-packages has unpacked one; and, on any machine, a header of one."""
        path, own = self.folder / "libpython3.11.so.1.0", own_architecture()
        foreign = elf_of_another_machine(path)
        for library in [path, *unpacked(foreign, "libpython3.*.so.1.0")]:
            with self.subTest(library=library):
                self.python(library, f"a libpython for {foreign}, and this runs on {own}; name one for {own}")

    @fault("a program that is no Python given as an interpreter")
    def test_no_python(self) -> None:
        script = self.folder / "python3"
        script.write_text("#!/bin/sh\necho \"$*\" | tr '\\n' ' ' >&2\nexit 1\n")
        script.chmod(0o755)
        told = "-I -c  import json, os, sys, sysconfig var = lambda name: sysconfig.get_config_var(name) or '' mappe…"
        self.python(script, f"does not answer as a CPython: {told}; name another one of `assay list python`")

    @fault("a program on PATH that is called as an interpreter and answers something else")
    def test_odd_python(self) -> None:
        before = self.run_assay("list", "python").out
        odd = self.folder / "odd/python3.13"
        odd.parent.mkdir()
        odd.write_text("""#!/bin/sh\necho '{"executable": "/usr/bin/python3", "version": "3.11.2", "release": "x", "implementation": 5}'\n""")
        odd.chmod(0o755)
        self.python(odd, 'does not answer as a CPython: its "release" is "x"; name another one of `assay list python`')
        self.environment["PATH"] = f"{odd.parent}:{self.environment['PATH']}"
        done = self.run_assay("list", "python")
        self.assertEqual((done.status, done.err, done.out), (0, "", before))


class Studies(FaultTest):
    def study(self, content: str | bytes, *messages: str) -> None:
        path = self.folder / "s.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.refused(["run", "s.toml"], "\n".join(f"s.toml{message}" for message in messages))

    @fault("TOML syntax error")
    def test_syntax(self) -> None:
        told = "Error while parsing string: unescaped control characters other than TAB (U+0009) are explicitly prohibited"
        self.study('title = "x\n', f":1:11: {told}")

    @fault("wrong types")
    def test_types(self) -> None:
        text = 'title = 7\nworkloads = "python.call"\nbaseline = [1]\n[factors]\nthreads = [[1]]\n[decision]\nmax_time = 5\n'
        self.study(
            text,
            ':1:9: "title" must be text, not an integer',
            ':2:13: "workloads" must be an array, not text',
            ':3:12: "baseline" must be a table, not an array',
            ":5:12: a level of threads is text or a number, not an array",
            ':7:12: "5" is no duration; write it as "90s", "10m" or "1h30m"',
        )

    @fault("several errors of a study, of different kinds")
    def test_all_at_once(self) -> None:
        """What the file says wrongly by itself, and what this host does not know, in the file's order."""
        text = 'workloads = ["linalg.gem"]\n[factors]\nblas = {a = 1}\nthreads = ["many"]\nblass = ["x"]\n[decision]\ncare = "much"\n'
        (self.folder / "s.toml").write_text(text)
        done = self.run_assay("run", "s.toml")
        keys = 'blas takes levels and has no keys; name them: blas = ["A", "B"] in a file, blas=A,B as an option'
        self.assertEqual(
            re.sub(r"Known here: .*", "Known here: …", done.err).splitlines(),
            [
                's.toml:1:14: unknown workload "linalg.gem"; did you mean "linalg.gemm" or "linalg.svd"? Known here: …',
                f's.toml:3:9: unknown factor "blas.a": {keys}',
                's.toml:4:12: threads "many" is neither a number nor all; threads=1, or threads=all',
                's.toml:5:1: unknown factor "blass"; did you mean "blas" or "flags"? Known here: …',
                's.toml:7:8: "much" is no percentage; write it as "2 %"',
            ],
        )
        self.assertEqual((done.status, done.out, self.store.exists()), (2, "", False))

    @fault("duplicate keys")
    def test_duplicates(self) -> None:
        told = "Error while parsing key-value pair: cannot redefine existing array 'workloads'"
        self.study('workloads = ["python.call"]\nworkloads = ["python.json"]\n', f":2:13: {told}")

    @fault("contradictory keys")
    def test_contradictions(self) -> None:
        known = 'did you mean "blis-serial"? Known here: reference, blis-serial'
        text = 'workloads = ["linalg.gemm{n=32}"]\nbaseline = { blas = "openblas-serial" }\n[factors]\nblas = ["reference", "blis-serial"]\n'
        self.study(text, f':2:21: the baseline names blas "openblas-serial", which is none of its levels; {known}')
        message = '--set "blas=blis-serial": blas is set twice; one level holds for all cells'
        self.refused(["run", "--workload", "linalg.gemm", "--set", "blas=reference", "--set", "blas=blis-serial"], message)

    @fault("10 MB of garbage")
    def test_garbage(self) -> None:
        self.study(os.urandom(10_000_000), ": is larger than 1 MiB; is it the file you meant?")

    @fault("deep nesting")
    def test_nesting(self) -> None:
        told = "Error while parsing value: exceeded maximum nested value depth of 256 (TOML_MAX_NESTED_VALUES)"
        self.study("a = " + "[" * 500_000, f":1:261: {told}")
        told = "nested too deeply; a line has at most 64 dots outside quotes"
        self.study('title = "x"\na' + ".a" * 200_000 + " = 1\n", f":2:1: {told}")

    @fault("empty plan")
    def test_empty(self) -> None:
        self.study("", """: a study needs workloads; write workloads = ["python.*"]; 'assay list workloads' shows them""")
        text = 'workloads = ["linalg.gemm{n=32}"]\n[factors]\nblas = ["reference"]\n[[exclude]]\nblas = "reference"\n'
        self.study(text, ": nothing is left to measure; the exclusions leave no cell")


if __name__ == "__main__":
    unittest.main()
