"""For tests whose faulty side is compared with a healthy one: what the comparison says, and what is stored of both sides."""

from __future__ import annotations

from faults import FaultTest


class SidesTest(FaultTest):
    """`faulty` and `healthy` are parts of the sides' stored configurations that tell them apart."""

    faulty = ""
    healthy = ""

    def comparison(self, words: list[str]) -> tuple[int, dict]:
        done = self.run_assay("ab", *words, "--json")
        self.assertTrue(done.out, done.err)
        return done.status, done.json()["comparisons"][0]

    def stored(self, side: str) -> list[tuple]:
        """Outcome and detail of each process of a side."""
        of_side = "FROM process JOIN cell ON cell.id = process.cell WHERE instr(cell.configuration, "
        return self.rows(f"SELECT process.outcome, process.detail {of_side} '{side}') ORDER BY process.id")

    def slices(self, side: str) -> list[int]:
        """How many slices are stored of each of a side's processes, but for calibrations."""
        processes = "process JOIN cell ON cell.id = process.cell JOIN bout ON bout.id = process.bout"
        arrays = f"slice_array JOIN ({processes}) ON slice_array.process = process.id"
        of_side = f"quantity = 'wall_ns' AND mode <> 'calibrate' AND instr(cell.configuration, '{side}')"
        return [row[0] for row in self.rows(f"SELECT json_array_length(numbers) FROM {arrays} WHERE {of_side} ORDER BY process.id")]

    def failed(self, words: list[str], outcome: str, detail: str) -> None:
        """Tried twice, told, and stored, with the other side whole; `detail` is a pattern."""
        status, comparison = self.comparison(words)
        self.assertEqual((status, comparison["verdict"], comparison.get("outcome")), (3, "failed", outcome), comparison)
        self.assertRegex(comparison.get("detail"), rf"\A{detail}\Z")
        faulty = self.stored(self.faulty)
        self.assertEqual([row[0] for row in faulty], [outcome, outcome])
        for row in faulty:
            self.assertRegex(row[1], rf"\A{detail}\Z")
        self.assertEqual(self.stored(self.healthy), [("measured", ""), ("measured", "")])
        self.assertEqual(self.rows("SELECT outcome FROM bout"), [(outcome,), (outcome,)])
        self.assert_sound()
        self.assertEqual(self.left(), [])

    def left_two_children(self, words: list[str]) -> None:
        """The work itself was right: it is measured to its end, with a word about what it left."""
        status, comparison = self.comparison(words)
        self.assertEqual((status, comparison["verdict"]), (0, "changed"), comparison)
        self.assertEqual(set(self.stored(self.faulty)), {("measured", "left 2 processes behind, killed")})
        self.assertEqual(set(self.stored(self.healthy)), {("measured", "")})
        self.assertEqual(self.rows("SELECT DISTINCT outcome FROM bout"), [("measured",)])
        self.assert_sound()
        self.assertEqual(self.left(), [])
