"""What goes wrong with a gate: its rules, its anchor, its sides. Whatever happens, it is green only where all that it was asked is
known, and the files that CI reads are written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import unittest
import xml.etree.ElementTree
from pathlib import Path
from typing import Any

from faults import PATIENCE_SECONDS, Done, FaultTest, compiled, fault

# Whole commands on a simulated machine: nothing depends on this host's speed.
STUDY = """title = "t"
workloads = ["command.run"]
baseline = {command = "true"}
[factors]
command = ["true", "true b"]
[decision]
rule = "gate"
"""
WORLD = '[[cell]]\nmatch = {{command = "true b"}}\nseconds = {seconds}\n{more}[[cell]]\nseconds = 0.02\n'
NOT_WRITTEN = "standard output: the answer could not be written; what was measured is stored: assay list runs\n"
KNOWN = '[[gate.ignore]]\nworkload = "command.run"\nuntil = {until}\nreason = "known"\n'


class GateTest(FaultTest):
    def study(self, text: str) -> str:
        (self.folder / "s.toml").write_text(text)
        return "s.toml"

    def gate(self, *words: str) -> Done:
        return self.run_assay("gate", *words, "--junit", "g.xml", "--markdown", "g.md", "--json")

    def simulated(self, rules: str = "", seconds: float = 0.02, more: str = "", *words: str) -> Done:
        (self.folder / "world.toml").write_text(WORLD.format(seconds=seconds, more=more))
        return self.gate(self.study(STUDY + "[gate]\n" + rules), "--runner", f"mock:{self.folder}/world.toml", "--seed", "1", *words)

    def came_out(self, done: Done, status: int, judgement: str, reason: str = "") -> dict:
        """The only comparison, and the same in the file that CI reads."""
        self.assertEqual(done.status, status, done.err)
        item = done.json()["comparisons"][0]
        self.assertEqual(item["judgement"], judgement)
        if reason:
            self.assertRegex(item["reason"], rf"\A{reason}\Z")
        suite = xml.etree.ElementTree.parse(self.folder / "g.xml").getroot()[0]
        marks = {"failed": "failure", "undecided": "error", "ignored": "skipped"}
        self.assertEqual(suite.find("testcase")[0].tag, marks.get(judgement, "system-out"))
        self.assertTrue((self.folder / "g.md").read_text().startswith("## Gate "))
        return item


class Rules(GateTest):
    def told(self, rules: str, *messages: str) -> None:
        name = self.study(STUDY + "[gate]\n" + rules)
        self.refused(["gate", name], "\n".join(f"s.toml:{message}" for message in messages))

    @fault("unknown keys of a gate")
    def test_keys(self) -> None:
        known = "Known here: floor, floors, sided, noisy, anchor, recipe, digests, ignore"
        entry = "Known here: workload, where, until, reason"
        rules = 'flor = 1\n[[gate.ignore]]\nworklod = "x"\nworkload = "command.run"\nuntil = 2999-01-31\nreason = "r"\n'
        self.told(
            rules,
            f'9:1: "flor" is no key of [gate]; did you mean "floor" or "floors"? {known}',
            f'11:1: "worklod" is no key of an ignore entry; did you mean "workload"? {entry}',
        )

    @fault("patterns of a gate that nobody knows")
    def test_patterns(self) -> None:
        done = self.run_assay("gate", self.study(STUDY + '[gate.floors]\n"linalg.gem" = 1\n'))
        self.assertTrue(done.err.startswith('s.toml:9:1: unknown workload "linalg.gem"; did you mean "linalg.gemm"'), done.err)
        self.assertEqual((done.status, self.store.exists()), (2, False))

    @fault("floors of 0 or less")
    def test_floors(self) -> None:
        hint = "a percentage is above 0 and at most 100"
        self.told(
            'floor = "0 %"\nfloors = {"command.run" = "-1 %"}\n',
            f'9:9: "0 %" is out of range; {hint}',
            f'10:27: "-1 %" is out of range; {hint}',
        )

    @fault("an ignore entry with a bad date, without one, or without a reason")
    def test_dates(self) -> None:
        self.told(
            '[[gate.ignore]]\nworkload = "command.run"\nuntil = "31.1.2027"\n[[gate.ignore]]\nworkload = "command.run"\nreason = "r"\n',
            '9:1: an ignore entry needs "reason"; a sentence for those who find it later',
            '11:9: "31.1.2027" is no date; write until = 2027-01-31',
            '12:1: an ignore entry needs "until"; the last day on which it counts: until = 2027-01-31',
        )

    @fault("an ignore entry that has ended")
    def test_expired(self) -> None:
        done = self.simulated(KNOWN.format(until="2020-01-31"), 0.022)
        self.came_out(done, 1, "failed")
        self.assertIn("the ignore entry for command.run ended on 2020-01-31 and counts no more (known)", done.json()["notes"])
        self.came_out(self.simulated(KNOWN.format(until="2999-01-31"), 0.022), 0, "ignored")

    @fault("a gate without a baseline")
    def test_baseline(self) -> None:
        name = self.study(STUDY.replace('baseline = {command = "true"}\n', ""))
        what = "a gate needs a baseline: it is the anchor, which everything else is held against"
        self.refused(["gate", name], f's.toml: {what}; write baseline = {{ python = "python3.11" }}')

    @fault("a gate with nothing to compare")
    def test_nothing(self) -> None:
        name = self.study(STUDY.replace(', "true b"', ""))
        self.refused(["gate", name], "s.toml: there is nothing to compare: every workload has one cell; vary a factor that reaches them")


class Sides(GateTest):
    @fault("a gate's side that always fails")
    def test_fails(self) -> None:
        faulty = compiled("blas.c", self.folder / "libfaulty.so", "-DFAULT=segfault", "-DFAULT_AT=300")
        done = self.gate("--workload", "linalg.gemm{n=32}", "--factor", "blas=reference", "--factor", f"blas={faulty}")
        reason = r"cannot be measured, and the anchor can: crashed: ended by SIGSEGV \(Segmentation fault\) in turn \d+"
        self.came_out(done, 1, "failed", reason)
        self.assertEqual(self.left(), [])

    @fault("a gate's side that fails half of the time")
    def test_half(self) -> None:
        attempts = list(range(2, 300, 2))
        done = self.simulated("", 0.02, f'[[cell.fail]]\nattempts = {attempts}\ndetail = "no memory"\n')
        item = self.came_out(done, 1, "failed", r"fails in \d+ of \d+ processes: no memory")
        self.assertEqual((item["verdict"], item["failures"]["a"]["failed"]), ("same", 0))

    @fault("a gate on a host that is too noisy")
    def test_noisy(self) -> None:
        more = "process_noise = 0.3\n"
        item = self.came_out(self.simulated("", 0.02, more), 3, "undecided", "noisy: whether it changed by 1 % is not known")
        self.assertEqual(item["verdict"], "noisy")

    @fault("a gate whose time is up")
    def test_time(self) -> None:
        self.came_out(self.simulated("", 0.02, "", "--max-time", "1s"), 3, "undecided")

    def begin(self, **how: Any) -> subprocess.Popen[str]:
        """A gate that does not end by itself, amid its bouts."""
        words = ["--workload", "linalg.gemm{n=64}", "--factor", "blas=openblas-pthread,openblas-serial", "--floor", "0.001 %"]
        driver = self.start("gate", *words, "--junit", "g.xml", "--markdown", "g.md", **how)
        self.addCleanup(lambda: driver.poll() is None and driver.kill())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.stored() < 3:
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(driver.poll())
            time.sleep(0.02)
        return driver

    def told_in_its_files(self) -> None:
        self.assertEqual(len(xml.etree.ElementTree.parse(self.folder / "g.xml").findall(".//testcase")), 1)
        self.assertTrue((self.folder / "g.md").read_text().startswith("## Gate "))

    @fault("Ctrl-C while a gate measures")
    def test_interrupted(self) -> None:
        driver = self.begin()
        driver.send_signal(signal.SIGINT)
        done = self.end_of(driver)
        self.assertEqual(done.status, 130)
        self.assertRegex(done.out.splitlines()[0], r"\AGate [A-Za-z]+: .*; interrupted, the same command goes on\Z")
        self.told_in_its_files()
        self.assertEqual(self.left(), [])

    @fault("Ctrl-C while a gate writes to `tee`")
    def test_interrupted_with_its_reader(self) -> None:
        """The terminal sends the signal to all of a pipeline: whoever read the driver's words and its answer ends first."""
        reader, writer = os.pipe()
        driver = self.begin(stdout=writer, stderr=writer)
        os.close(writer)
        os.close(reader)
        driver.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(driver).status, 130)
        self.told_in_its_files()
        self.assertEqual(self.rows("SELECT state FROM run"), [("interrupted",)])
        self.assertEqual(self.left(), [])

    @fault("a gate that fails, and nobody reads its answer")
    def test_failed_unread(self) -> None:
        (self.folder / "world.toml").write_text(WORLD.format(seconds=0.04, more=""))
        words = ["gate", self.study(STUDY), "--runner", f"mock:{self.folder}/world.toml", "--seed", "1", "--quiet", "--junit", "g.xml", "--markdown", "g.md"]
        reader, unread = os.pipe()
        os.close(reader)
        with os.fdopen(unread, "w") as left, open("/dev/full", "w") as full:
            for output, told in ((left, ""), (full, NOT_WRITTEN)):
                done = self.end_of(self.start(*words, "--new", stdout=output))
                self.assertEqual((done.status, done.err), (1, told))
                self.told_in_its_files()
                (self.folder / "g.xml").unlink()

    def stored(self) -> int:
        try:
            return self.bouts()
        except sqlite3.Error:
            return 0  # it has no store yet


class Anchors(GateTest):
    def library(self, *defines: str) -> Path:
        return compiled("blas.c", self.folder / "libanchor.so", "-DFAULT=segfault", "-DFAULT_AT=1000000000", "-Wl,--build-id", *defines)

    def against(self, anchor: Path, recipe: str = "", rules: str = "") -> Done:
        study = f"""title = "t"
workloads = ["linalg.gemm{{n=32}}"]
baseline = {{blas = "{anchor}"}}
[factors]
blas = ["{anchor}", "reference"]
[decision]
rule = "gate"
max_time = "60s"
[gate]
floor = "90 %"
recipe = "{recipe}"
{rules}"""
        return self.gate(self.study(study))

    @fault("an anchor that is not what it was")
    def test_another(self) -> None:
        self.assertEqual(self.against(self.library()).status, 0)  # faster; passed, where a busy machine leaves no time to confirm it
        done = self.against(self.library("-DANOTHER=1", "-O1"), "make anchor")
        self.assertEqual(done.status, 3, done.err)
        self.assertRegex(done.err, r"\Aassay gate: the anchor is not what it was; of blas=.*, facts.build_id was .* and is .* \(run ")
        self.assertIn("; make it again as it was: make anchor; or take it as it is from here on: --anchor any\n", done.err)
        self.assertEqual(done.json()["status"], "refused")
        self.assertEqual(xml.etree.ElementTree.parse(self.folder / "g.xml").find(".//error").get("type"), "refused")
        self.assertEqual(self.rows("SELECT count(*) FROM run"), [(1,)])

    @fault("an anchor without the digest that the study states")
    def test_digest(self) -> None:
        done = self.against(self.library(), rules='[gate.digests]\nblas = "0123456789abcdef"\n')
        self.assertEqual(done.status, 3, done.err)
        self.assertRegex(done.err, r" has the digest [0-9a-f]{16}, and the study states 0123456789abcdef; ")

    @fault("an anchor that is gone")
    def test_gone(self) -> None:
        gone = self.folder / "libgone.so"
        self.against(gone, "make anchor")
        done = self.against(gone, "make anchor")
        self.assertEqual((done.status, self.store.exists()), (2, False))
        self.assertRegex(done.err, r"\As\.toml:5:9: no such file; .*; the anchor is made by: make anchor\n\Z")

    @fault("an anchor that no longer builds")
    def test_unbuildable(self) -> None:
        words = ["--workload", "linalg.gemm{n=32}", "--set", "blas=eigen", "--factor", "flags=-fno-such-flag", "--factor", "flags=-O2"]
        done = self.gate(*words)
        self.came_out(done, 3, "undecided", r"the anchor could not be measured: unsupported: [^$]*no-such-flag[^$]*")


if __name__ == "__main__":
    unittest.main()
