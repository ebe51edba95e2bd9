"""pyperf_test.py LIBEXEC SUITES: scripts written as pyperformance writes them, through the member and our pyperf."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
from typing import Any, List

HERE = os.path.dirname(os.path.abspath(__file__))
LIBEXEC, SUITES = (os.path.abspath(argument) for argument in sys.argv[1:3])
sys.path.insert(0, os.path.join(HERE, "..", "..", "harness", "worker", "python", "testing"))
from fake_leader import FakeLeader, Said  # noqa: E402
from interpreters import interpreters  # noqa: E402

FOUND = interpreters()


class Script(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "run_benchmark.py")

    def write(self, text: str) -> None:
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))

    def drive(self, benchmark: str = "", arguments: List[str] = [], route: str = "exe", **more: Any) -> Said:
        python = FOUND[0]
        config = {
            "kind": "pyperformance", "route": route, "file": self.path, "arguments": arguments, "benchmark": benchmark,
            "requires_python": "", "modules": [], "packages": [], "pyperf": os.path.join(SUITES, "pyperformance"),
            "python": {"executable": python.executable, "version": python.version, "library": python.library}, **more,
        }  # fmt: skip
        argv = [python.executable, os.path.join(LIBEXEC, "assay_member.py")]
        if route == "embed":
            argv[:0] = [os.path.join(LIBEXEC, "assay-worker"), "embed", str(python.library)]
        return FakeLeader().drive(argv, config)

    def test_the_chosen_one_of_several_is_measured(self) -> None:
        self.write("""
            import sys
            import pyperf
            if __name__ == "__main__":
                runner = pyperf.Runner(values=3, processes=1, min_time=0.2)
                runner.argparser.add_argument("size", type=int)
                args = runner.parse_args()
                runner.metadata["description"] = "two"
                runner.bench_func("other", sys.exit, "the wrong one was called")
                seen = []
                runner.bench_func("mine", seen.append, args.size, inner_loops=20)
                sys.exit("the script went on")
            """)
        said = self.drive("mine", ["7"])
        assert said.ready is not None, said
        self.assertEqual((said.failed, said.status, said.result), (None, 0, {}))
        self.assertEqual((said.ready["benchmark"], said.ready["inner_loops"]), ("mine", 20))
        self.assertEqual([one.iterations for one in said.slices], [3] * 4)

    def test_what_times_itself(self) -> None:
        self.write("""
            import pyperf
            pyperf.Runner().bench_time_func("timed", lambda loops, each: loops * each, 0.25)
            """)
        self.assertEqual([one.wall_ns for one in self.drive("timed").slices], [750_000_000] * 4)

    def test_a_time_that_is_none(self) -> None:
        self.write("""
            import pyperf
            pyperf.Runner().bench_time_func("timed", lambda loops: -1.0)
            """)
        said = self.drive("timed")
        assert said.failed is not None
        self.assertTrue(
            said.failed["detail"].endswith("RuntimeError: the workload timed itself and returned -1 seconds"), said.failed
        )

    def test_coroutines_are_awaited_as_often_as_asked(self) -> None:
        self.write("""
            import asyncio, atexit, sys
            import pyperf
            calls = 0
            async def work(step):
                global calls
                await asyncio.sleep(0)
                calls += step
            atexit.register(lambda: print(calls, file=sys.stderr))
            pyperf.Runner().bench_async_func("awaited", work, 2)
            """)
        said = self.drive()
        self.assertEqual((said.failed, len(said.slices), said.stderr), (None, 4, "24\n"))

    def test_a_command_is_started_for_each_iteration(self) -> None:
        log = self.path + ".log"
        self.write(f"""
            import sys
            import pyperf
            pyperf.Runner().bench_command("command", [sys.executable, "-S", "-c", "open({log!r}, 'a').write('x')"])
            """)
        self.assertIsNone(self.drive().failed)
        with open(log, encoding="utf-8") as file:
            self.assertEqual(file.read(), "x" * 12)

    def test_what_cannot_be_measured_says_why(self) -> None:
        executable = FOUND[0].executable
        self.write("import no_such_thing")
        step = f"{executable} -m pip install thing==1.0 other==2"
        cases = [
            ({"packages": ["thing==1.0", "other==2"]}, f"needs thing==1.0, other==2; try: {step}"),
            ({"requires_python": ">=3.99"}, "needs Python >=3.99"),
            ({"modules": ["lib2to99"]}, "needs the module lib2to99, which this Python does not have"),
        ]
        for more, detail in cases:
            with self.subTest(detail=detail):
                self.assertEqual(self.drive(**more).failed, {"outcome": "unsupported", "detail": detail})

    def test_a_script_without_the_benchmark(self) -> None:
        self.write("import pyperf; pyperf.Runner().bench_func('a', int)")
        detail = f"{self.path} has no benchmark 'b'"
        self.assertEqual(self.drive("b").failed, {"outcome": "unsupported", "detail": detail})

    def test_wrong_arguments(self) -> None:
        self.write("import pyperf; pyperf.Runner().bench_func('a', int)")
        said = self.drive(arguments=["--surprise"])
        self.assertEqual(said.failed, {"outcome": "crashed", "detail": "the workload left by sys.exit(2)"})
        self.assertIn("unrecognized arguments: --surprise", said.stderr)

    def test_listing(self) -> None:
        self.write("""
            import pyperf
            runner = pyperf.Runner()
            runner.metadata["description"] = "Both"
            runner.bench_func("a", int)
            runner.bench_time_func("b", float)
            """)
        command = [sys.executable, os.path.join(SUITES, "pyperformance", "list_tasks.py"), self.path]
        listed = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(listed.stdout, '[{"name": "a", "about": "Both"}, {"name": "b", "about": "Both"}]\n', listed.stderr)


if __name__ == "__main__":
    if not FOUND:
        sys.exit("pyperf_test: this machine has no CPython 3.9 or newer in /usr/bin, /usr/local/bin or ~/.pyenv")
    unittest.main(argv=sys.argv[:1])
