# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The full text of the volets of four demo cases, in Word and PDF, as read once.

What differs is shown line by line. Once the new text was read and is right,
``./run golden`` writes the files of ``golden/`` anew.
"""

import base64
import os
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

from ..documents import pdf, word

GOLDEN = Path(__file__).with_name("golden")
NOW = "2026-04-03 07:12:00"
#: Their numbers go on when what took one is undone.
SEQUENCES = ("ansm.declaration", "mgmtsystem.action")


@tagged("post_install", "-at_install")
class TestGolden(TransactionCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sequences = cls.env["ir.sequence"].search([("code", "in", SEQUENCES)])
        sequences.number_next = 1
        with freeze_time(NOW):
            cls.env["ansm.demo"]._load()
            cls.texts = dict(cls._texts())

    @classmethod
    def _texts(cls):
        """Yield (name of the file, text) of each volet of each case."""
        qa = cls.env["res.users"].search([("login", "=", "qa")])
        volets = cls.env["ansm.volet"].with_user(qa)
        cases = volets.env["ansm.declaration"].search(
            [("company_id", "=", qa.company_id.id), ("exercise", "=", False)],
            order="id",
        )
        for number, case in enumerate(cases, 1):
            for kind in ("volet_1", "volet_2"):
                for turn, speciality in enumerate([None, *case.speciality_ids], 1):
                    volet = volets._make(case, kind, speciality=speciality)
                    yield from cls._of(volet, f"{number}-{turn}-{kind}")

    @classmethod
    def _of(cls, volet, name):
        volet = volet.with_context(bin_size=False)
        for kind, text in (
            ("docx", "\n".join(word.text(base64.b64decode(volet.docx)))),
            ("pdf", pdf.text(base64.b64decode(volet.pdf))),
        ):
            yield f"{name}.{kind}.txt", f"{text}\n"

    def test_the_cases_are_four_with_two_specialities_and_an_export_only(self):
        self.assertEqual(len(self.texts), 2 * 2 * 5)
        said = "".join(self.texts.values())
        self.assertIn("export seul", said)

    def test_each_volet_reads_as_it_was_read_once(self):
        if os.environ.get("ANSM_RENEW"):
            self._renew()
        self.assertEqual({path.name for path in GOLDEN.iterdir()}, set(self.texts))
        for name, text in self.texts.items():
            with self.subTest(name):
                kept = (GOLDEN / name).read_text(encoding="utf-8")
                self.assertMultiLineEqual(text, kept)

    def _renew(self):
        GOLDEN.mkdir(exist_ok=True)
        for path in GOLDEN.iterdir():
            path.unlink()
        for name, text in self.texts.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
