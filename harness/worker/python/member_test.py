"""member_test.py LIBEXEC SUITES: drives the member of both CPython routes as a leader would, on every interpreter of this machine."""

from __future__ import annotations

import os
import sys
import tempfile
import textwrap
import unittest
from typing import Any, Dict, List

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "testing"))
from fake_leader import FakeLeader, Said  # noqa: E402
from interpreters import Interpreter, interpreters  # noqa: E402

LIBEXEC, SUITES = (os.path.abspath(argument) for argument in sys.argv[1:3])
FOUND = interpreters()


def argv_of(python: Interpreter, route: str) -> List[str]:
    member = os.path.join(LIBEXEC, "assay_member.py")
    if route == "exe":
        return [python.executable, member]
    return [os.path.join(LIBEXEC, "assay-worker"), "embed", str(python.library), python.executable, member]


def config_of(python: Interpreter, route: str, **more: Any) -> Dict[str, Any]:
    subject = {"executable": python.executable, "version": python.version, "library": python.library}
    return {"kind": "cpython", "route": route, "python": subject, "parameters": {}, **more}


def routes(python: Interpreter) -> List[str]:
    return ["exe", "embed"] if python.library else ["exe"]


class OwnWorkload(unittest.TestCase):
    """A workload file written for the test."""

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def drive(self, text: str, python: Interpreter = FOUND[0], route: str = "exe", **more: Any) -> Said:
        path = os.path.join(self.folder.name, "workload.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))
        return FakeLeader().drive(argv_of(python, route), config_of(python, route, file=path, **more))

    def test_calls_as_often_as_asked(self) -> None:
        counting = """
            import sys
            calls = 0
            def make(step):
                def run():
                    global calls
                    calls += step
                    if calls == 14 * step:  # one call before the turns, 2 x 2 x 3 in them, one after
                        print("all calls", file=sys.stderr)
                    assert calls <= 14 * step
                    return 5
                return run, 5
            """
        for python in FOUND:
            for route in routes(python):
                with self.subTest(python=python.executable, route=route):
                    said = self.drive(counting, python, route, parameters={"step": 7})
                    self.assertEqual((said.failed, said.status, said.stderr), (None, 0, "all calls\n"))
                    self.assertEqual(said.result, {"result": "5"})
                    self.assertEqual([one.iterations for one in said.slices], [3, 3, 3, 3])
                    self.assertEqual([one.index for one in said.slices], [0, 1, 0, 1])
                    self.assertTrue(all(one.reference_before_ns > 0 < one.reference_after_ns for one in said.slices))

    def test_facts(self) -> None:
        for python in FOUND:
            for route in routes(python):
                with self.subTest(python=python.executable, route=route):
                    said = self.drive("def make(): return (lambda: None), None", python, route)
                    assert said.ready is not None, said
                    executed = python.library if python.shared or route == "embed" else os.path.realpath(python.executable)
                    self.assertEqual(said.ready["executed"], executed)
                    self.assertEqual(said.ready["version"], python.version)
                    self.assertEqual(said.ready["route"], route)
                    self.assertEqual(said.ready["executable"], python.executable)
                    loop = os.path.join(LIBEXEC, "assay_loop.so") if route == "exe" else "built in"
                    self.assertEqual(said.ready["loop"], loop)

    def test_wrong_result(self) -> None:
        said = self.drive("def make(): return (lambda: 4), 5")
        self.assertEqual(said.failed, {"outcome": "wrong-result", "detail": "returned 4, expected 5"})

    def test_result_that_goes_wrong_in_the_turns(self) -> None:
        said = self.drive("""
            left = iter([1, *[0] * 12, 2])
            def make(): return (lambda: next(left)), 1
            """)
        self.assertEqual(len(said.slices), 4)
        self.assertEqual(said.failed, {"outcome": "wrong-result", "detail": "returned 2, expected 1"})

    def test_exception_in_a_turn(self) -> None:
        said = self.drive("""
            left = iter([1, 1])
            def make(): return (lambda: next(left)), 1
            """)
        assert said.failed is not None
        self.assertEqual(said.failed["outcome"], "crashed")
        self.assertTrue(said.failed["detail"].endswith("StopIteration"), said.failed)
        self.assertIn("workload.py", said.failed["detail"])

    def test_missing_module(self) -> None:
        said = self.drive("import no_such_thing")
        step = f"{FOUND[0].executable} -m pip install no_such_thing"
        detail = f"needs the module no_such_thing, which is not here; try: {step}"
        self.assertEqual(said.failed, {"outcome": "unsupported", "detail": detail})

    def test_leaves_by_itself(self) -> None:
        said = self.drive("import sys; sys.exit(3)")
        self.assertEqual(said.failed, {"outcome": "crashed", "detail": "the workload left by sys.exit(3)"})

    def test_names_beside_ours_are_free(self) -> None:
        said = self.drive("""
            import sys
            assert not any(name in sys.modules for name in ("json", "re", "traceback")), "loaded before the workload"
            import json
            def make(): return (lambda: json.loads("[1]")), [1]
            """)
        self.assertEqual((said.failed, said.result), (None, {"result": "[1]"}))

    def test_another_version_than_asked(self) -> None:
        python = FOUND[0]
        config = config_of(python._replace(version="3.1.4"), "exe", file="/nonexistent")
        said = FakeLeader().drive(argv_of(python, "exe"), config)
        assert said.failed is not None
        self.assertEqual(said.failed["outcome"], "wrong-subject")
        executed = str(python.library) if python.shared else os.path.realpath(python.executable)
        self.assertEqual(said.failed["detail"], f"{python.executable} says 3.1.4, but {executed} is {python.version}")

    def test_children_of_a_workload(self) -> None:
        pool = """
            import multiprocessing, sys
            def work(x): return x * x
            def make():
                context = multiprocessing.get_context("spawn")
                def run():
                    with context.Pool(2) as pool:
                        return pool.map(abs, [-1, 2, -3])
                return run, [1, 2, 3]
            """
        for python in FOUND:
            for route in routes(python):
                with self.subTest(python=python.executable, route=route):
                    said = self.drive(pool, python, route)
                    self.assertEqual((said.failed, said.result), (None, {"result": "[1, 2, 3]"}), said.stderr)


class Suite(unittest.TestCase):
    def test_every_workload_on_both_routes(self) -> None:
        folder = os.path.join(SUITES, "python")
        names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
        self.assertEqual(len(names), 12)
        for name in names:
            for python in FOUND:
                for route in routes(python):
                    with self.subTest(name=name, python=python.executable, route=route):
                        parameters = {"modules": "many"} if name == "import.py" else {"n": 37}
                        config = config_of(python, route, file=os.path.join(folder, name), parameters=parameters)
                        said = FakeLeader().drive(argv_of(python, route), config)
                        self.assertEqual((said.failed, said.status, len(said.slices)), (None, 0, 4), said.stderr)


class Embed(unittest.TestCase):
    def refusal(self, library: str) -> Any:
        argv = [os.path.join(LIBEXEC, "assay-worker"), "embed", library, FOUND[0].executable, "/nonexistent.py"]
        return FakeLeader().drive(argv, {}).failed

    def test_what_is_no_libpython(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".so") as text:
            text.write("no library, and long enough for an ELF header, which has fifty-two bytes\n")
            text.flush()
            for library, why in (
                ("/nonexistent/libpython3.so", "no such file"),
                (os.path.dirname(__file__), "is a directory, not a shared library"),
                (text.name, "is not an ELF file"),
                (
                    os.path.join(LIBEXEC, "assay_loop.so"),
                    "has no Py_BytesMain; it is not the libpython of CPython 3.9 or newer",
                ),
            ):
                with self.subTest(library=library):
                    self.assertEqual(self.refusal(library), {"outcome": "unsupported", "detail": f"{library}: {why}"})

    def test_another_architecture(self) -> None:
        machine = {"x86_64": (183, "aarch64"), "aarch64": (62, "x86_64")}.get(os.uname().machine)
        if machine is None:
            self.skipTest("no other architecture is known here")
        with tempfile.NamedTemporaryFile(suffix=".so") as file:
            file.write(b"\x7fELF\x02\x01\x01" + bytes(9) + (3).to_bytes(2, "little") + machine[0].to_bytes(2, "little") + bytes(44))
            file.flush()
            detail = f"{file.name}: is built for {machine[1]}, this worker for {os.uname().machine}"
            self.assertEqual(self.refusal(file.name), {"outcome": "unsupported", "detail": detail})

    def test_another_libpython_than_the_executable_s(self) -> None:
        pairs = [(a, b) for a in FOUND for b in FOUND if b.library and a.version[:4] != b.version[:4]]
        if not pairs:
            self.skipTest("only one release with a libpython is on this machine")
        python, other = pairs[0]
        crossed = python._replace(library=other.library)
        said = FakeLeader().drive(argv_of(crossed, "embed"), config_of(crossed, "embed", file="/nonexistent"))
        self.assertIsNone(said.ready)
        if said.failed is not None:  # else CPython itself gave up, for want of its standard library
            self.assertEqual(said.failed["outcome"], "wrong-subject")
            self.assertEqual(
                said.failed["detail"], f"{python.executable} says {python.version}, but {other.library} is {other.version}"
            )


if __name__ == "__main__":
    if not FOUND:
        sys.exit("member_test: this machine has no CPython 3.9 or newer in /usr/bin, /usr/local/bin or ~/.pyenv")
    unittest.main(argv=sys.argv[:1])
