"""scripts/replay-noise on the recordings of harness/replay/testdata: its figures, to the last digit, for one seed.

A change of a rule, of a quantile or of an order of draws moves them; the new ones are then to be judged, and put here."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any, Callable, Dict, List, Union

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "replay-noise"
DATA = ROOT / "harness" / "replay" / "testdata"
PATIENCE_SECONDS = 120  # for a machine that others load
FEW = ["--comparisons", "60", "--suites", "5", "--seed", "1"]


def run(*words: str, folder: Union[str, Path] = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(SCRIPT), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
                          errors="surrogateescape", timeout=240, cwd=folder)


def replay(*names: str, care: str = "2 %") -> Dict[str, Any]:
    done = run(*(str(DATA / name) for name in names), "--care", care, "--json", *FEW)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    found: Dict[str, Any] = json.loads(done.stdout)
    return found


class InTurns(unittest.TestCase):
    def test_one_comparison_at_two_percent(self) -> None:
        found = replay("lockstep.jsonl.gz", "noise.jsonl.gz")
        ab, adjacent = found["ab"], found["adjacent"]
        self.assertEqual(ab["false_positive"], AB["false_positive"])
        self.assertEqual(ab["power"], AB["power"])
        self.assertEqual(ab["same_when_off_by_care"], AB["same_when_off_by_care"])
        self.assertEqual(ab["seconds"], AB["seconds"])
        self.assertEqual(ab["signs_as_recorded"]["false_positive"], AB["recorded"])
        self.assertEqual({name: each["power"]["2"] for name, each in found["workloads"].items()}, AB["workloads"])
        self.assertEqual({key: adjacent[key] for key in ADJACENT}, ADJACENT)
        self.assertEqual({key: found["suite"][key] for key in SUITE}, SUITE)
        peers = {name: (peer["false_positive"], peer["power"]["2"]) for name, peer in found["peers"].items()}
        self.assertEqual(peers, PEERS)

    def test_half_a_percent_is_found_where_it_is_cared_for(self) -> None:
        ab = replay("lockstep.jsonl.gz", care="0.5%")["ab"]
        self.assertEqual((ab["false_positive"], ab["power"]["0.5"]), (HALF["false_positive"], HALF["power"]))
        self.assertIsNone(ab["signs_as_recorded"])  # 36 bouts are recorded, 272 asked for


class Subjects(unittest.TestCase):
    def test_json_of_two_interpreters_depends_on_the_neighbour(self) -> None:
        found = replay("lockstep-reference.jsonl.gz")
        (file,) = found["subjects"].values()
        (json_of,) = file["each"]
        self.assertEqual(json_of["undisturbed"], JSON["undisturbed"])
        self.assertEqual(json_of["disturbed_minus_undisturbed"], JSON["difference"])
        self.assertTrue(json_of["differ"])
        self.assertEqual(json_of["coverage"], JSON["coverage"])
        self.assertIsNone(found["ab"])

    def test_a_shared_cpu_tells_a_known_ratio(self) -> None:
        found = replay("shared-cpu.jsonl.gz")
        (file,) = found["subjects"].values()
        known = [each for each in file["each"] if each["known"]]
        self.assertEqual([each["all"] for each in known], SHARED["all"])
        self.assertEqual(found["ab"]["power"], SHARED["power"])
        self.assertEqual(found["ab"], found["shared_cpu"])


class Files(unittest.TestCase):
    def test_may_be_plain(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "noise.jsonl"
            with gzip.open(DATA / "noise.jsonl.gz") as packed, plain.open("wb") as target:
                shutil.copyfileobj(packed, target)
            of_plain, of_packed = (run(str(file), *FEW) for file in (plain, DATA / "noise.jsonl.gz"))
        self.assertEqual(of_plain.returncode, 0)
        self.assertEqual(of_plain.stdout, of_packed.stdout)

    def words(self, done: "subprocess.CompletedProcess[str]") -> List[str]:
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr.splitlines()

    def test_that_are_not_named_are_asked_for(self) -> None:
        self.assertEqual(self.words(run()), ["replay-noise: FILE is required; 'replay-noise --help' shows what it takes"])

    def test_that_are_none_are_told(self) -> None:
        self.assertEqual(self.words(run("/nowhere.jsonl")),
                         ["replay-noise: /nowhere.jsonl: cannot be read; name a file of JSON lines, one for each pair or process"])
        with tempfile.TemporaryDirectory() as folder:
            series = Path(folder) / "nights.jsonl"
            series.write_text('{"log_ratio_to_anchor": [0.1]}\n')
            said = self.words(run(str(series)))
        self.assertEqual(said, ["replay-noise: nights.jsonl:1: a series of nights; a line is a JSON object with a_wall_ns and b_wall_ns, or wall_ns "
                                "(docs/statistics.md, Replay); scripts/replay-nightly reads series"])

    def test_that_are_empty_cut_or_too_short_are_told(self) -> None:
        packed = (DATA / "noise.jsonl.gz").read_bytes()
        short = b'{"workload": "w", "a_wall_ns": [1], "b_wall_ns": [1]}\n'
        wanted = {
            "empty": (b"", "empty: has no line; a recording has one for each pair or process"),
            "packed.gz": (gzip.compress(b""), "packed: has no line; a recording has one for each pair or process"),
            "cut.gz": (packed[: len(packed) // 2], "{}: cannot be unpacked (unexpected end of file); fetch it again"),
            "short": (short, "nothing can be replayed: w 0: 0 bouts with times, the first look needs 6; "
                             "record more bouts of one workload, load and mode"),
            "garbage": (bytes(range(128, 256)), "garbage:1: no JSON from byte 1 on; a line is a JSON object with a_wall_ns and b_wall_ns, "
                                                "or wall_ns (docs/statistics.md, Replay); scripts/replay-nightly reads series"),
        }
        with tempfile.TemporaryDirectory() as folder:
            for name, (content, says) in wanted.items():
                file = Path(folder) / name
                file.write_bytes(content)
                with self.subTest(name):
                    self.assertEqual(self.words(run(str(file))), ["replay-noise: " + says.format(file)])

    def test_what_an_option_takes_is_no_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("2 %", "60", "5", "1"):
                (Path(folder) / name).write_text("no recording")
            here, elsewhere = (run(str(DATA / "noise.jsonl.gz"), "--care", "2 %", *FEW, folder=each) for each in (folder, ROOT))
        self.assertEqual((here.returncode, here.stderr), (0, ""))
        self.assertEqual(here.stdout, elsewhere.stdout)

    def test_names_are_shown_and_no_more(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a\x1b[2Jb\nc\x07\udcff.jsonl"
            with gzip.open(DATA / "noise.jsonl.gz", "rt") as packed:
                rows = [json.loads(line) for line in packed]
            wanted = rows[0]["workload"]
            rows = [{**row, "workload": "w\x1b[31m\n\x07\x9bx"} for row in rows if row["workload"] == wanted]
            file.write_text("".join(json.dumps(row) + "\n" for row in rows))
            table, found = run(str(file), *FEW), run(str(file), "--json", *FEW)
            broken = Path(folder) / "d\x1b\ne"
            broken.write_text("{")
            said = run(str(broken))
        self.assertEqual((table.returncode, table.stderr), (0, ""))
        self.assertEqual([letter for letter in table.stdout if not letter.isprintable() and letter not in "\n\udcff"], [])
        self.assertIn("\na?[2Jb?c?\udcff.jsonl\n", table.stdout)
        self.assertIn("\n  w?[31m???x ", table.stdout)
        self.assertEqual((found.returncode, found.stderr), (0, ""))
        self.assertIn("w\x1b[31m\n\x07\x9bx", json.loads(found.stdout)["workloads"])
        self.assertEqual((said.returncode, said.stderr.partition(":1: no JSON")[0]), (2, "replay-noise: d??e"))

    def test_a_care_that_is_no_size_is_told(self) -> None:
        said = self.words(run(str(DATA / "noise.jsonl.gz"), "--care", "much"))
        self.assertEqual(said, ["replay-noise: --care: \"much\" is no size; it reads '2 %' or '0.5 %'"])

    def test_an_option_that_is_none_is_told_with_the_near_ones(self) -> None:
        said = self.words(run(str(DATA / "noise.jsonl.gz"), "--cares", "2 %"))
        self.assertEqual(said, ['replay-noise: unknown option "--cares"; did you mean "--care" or "--comparisons"? Known here: --help, --care, '
                                "--comparisons, --suites, --seed, --json"])


class Signals(unittest.TestCase):
    def test_one_to_the_script_alone_ends_all_of_it(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number), tempfile.TemporaryDirectory() as folder:
                place = Path(folder)
                (place / "scratch").mkdir()
                slow = place / "slow"
                slow.write_text(f"#!/bin/sh\necho $$ > '{folder}/begun'\nmv '{folder}/begun' '{folder}/pid'\nexec sleep {PATIENCE_SECONDS}\n")
                slow.chmod(0o755)
                environment = {**os.environ, "ASSAY_REPLAY": str(slow), "TMPDIR": str(place / "scratch")}
                script = subprocess.Popen([str(SCRIPT), str(DATA / "noise.jsonl.gz")], env=environment, start_new_session=True)
                self.addCleanup(lambda: script.poll() is None and script.kill())
                self.wait_for(lambda: (place / "pid").exists())
                pid = int((place / "pid").read_text())
                self.addCleanup(end, pid)
                script.send_signal(number)
                self.assertEqual(script.wait(timeout=PATIENCE_SECONDS / 2), 128 + number)
                self.wait_for(lambda: not Path(f"/proc/{pid}").exists())
                self.assertEqual(list((place / "scratch").iterdir()), [])

    def wait_for(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS / 2
        while not happened():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


def end(pid: int) -> None:
    """Only what is still the process that a test began."""
    try:
        if b"sleep" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    except OSError:
        pass  # it has ended, as it should


AB = {"false_positive": 0.0125,
 "power": {"1": 0.6028, "2": 0.9958, "5": 1.0},
 "same_when_off_by_care": 0.0014,
 "seconds": {"mean": 1.4502, "median": 1.2715},
 "recorded": 0.0,
 "workloads": {"chase": 1.0, "dgemm": 1.0, "json": 0.9917, "nbody": 0.9833, "regex": 1.0, "sort": 1.0}}
ADJACENT = {"false_positive": 0.0,
 "power": {"1": 0.2667, "2": 0.5167, "5": 0.5833},
 "noisy": 0.5833,
 "undecided": 0.05,
 "seconds": {"mean": 0.6185, "median": 0.4239},
 "noisy_apart": ["json 0"]}
SUITE = {"family_wise": 0.0, "power": 1.0, "seconds_per_workload": 1.4832, "score": {"coverage": 0.9, "half_width": 0.0024}}
PEERS = {"pyperf": (0.3833, 0.0), "google-benchmark": (0.3917, 0.4417), "hyperfine": (0.0667, 0.0083)}
HALF = {"false_positive": 0.0292, "power": 0.9667}
JSON = {"undisturbed": {"effect": 0.0488, "low": 0.0421, "high": 0.0555, "bouts": 28},
 "difference": {"effect": 0.1145, "low": 0.0899, "high": 0.1392, "bouts": 17},
 "coverage": {"intervals": 13, "covered": 1.0, "median_half_width": 0.0791}}
SHARED = {"all": [{"effect": 0.0096, "low": 0.005, "high": 0.0143, "bouts": 24}], "power": {"1": 0.575, "2": 1.0, "5": 1.0}}

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
