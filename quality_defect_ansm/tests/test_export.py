# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import tempfile
import zipfile

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..documents import trail
from ..documents.mails import reading
from .sending_common import ALL_WELL, SendingCommon
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestExport(SendingCommon, SigningData):
    def _zip(self, user=None, **vals):
        """Return the zip file a user exports, open."""
        vals = vals or {"declaration_id": self.declaration.id}
        wizard = self.env["ansm.trail.export"].with_user(user or self.reader)
        self.wizard = wizard.create(vals)
        self.wizard.action_export()
        content = base64.b64decode(self.wizard.with_context(bin_size=False).file)
        return zipfile.ZipFile(io.BytesIO(content))

    def _rows(self, archive, name):
        text = archive.read(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def test_sha256sum_finds_every_file_as_it_was(self):
        self._send(ALL_WELL)
        archive = self._zip()
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            done = subprocess.run(
                ["sha256sum", "-c", "SHA256SUMS"],
                cwd=folder,
                capture_output=True,
                env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                timeout=60,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            checked = done.stdout.decode().count(": OK\n")
            with open(f"{folder}/trail.csv", "ab") as changed:
                changed.write(b"x")
            again = subprocess.run(
                ["sha256sum", "-c", "SHA256SUMS"],
                cwd=folder,
                capture_output=True,
                timeout=60,
            )
            self.assertNotEqual(again.returncode, 0)
        self.assertEqual(checked, len(archive.namelist()) - 1)

    def test_the_case_s_volets_and_messages_are_there_byte_for_byte(self):
        transmission = self._send(ALL_WELL)
        archive, volet = self._zip(), self.volet.with_context(bin_size=False)
        for name, stored in (
            (f"volets/{volet.docx_name}", volet.docx),
            (f"volets/{volet.pdf_name}", volet.pdf),
            (
                f"envois/{transmission.eml_name}",
                transmission.with_context(bin_size=False).eml,
            ),
        ):
            self.assertEqual(archive.read(name), base64.b64decode(stored), name)

    def test_what_was_received_is_there_byte_for_byte(self):
        raws = [
            f"Subject: RE: {self.declaration.name}\r\n\r\nReçu".encode(),
            b"Subject: Inconnu\r\n\r\nBonjour",
        ]
        # sudo: evidence is written by code alone
        messages = self.env["ansm.incoming"].sudo()
        for raw in raws:
            told = reading.read(raw)
            kept, _known = messages._keep(raw, told, "gateway", self.company, b"")
            messages.browse(kept)._match(told)
        today = self.company._ansm_today()
        period = {"company_id": self.company.id, "date_from": today, "date_to": today}
        for raw, archive in zip(
            raws, [self._zip(), self._zip(self.manager, **period)], strict=True
        ):
            (name,) = [n for n in archive.namelist() if n.startswith("recus/")]
            self.assertEqual(archive.read(name), raw)
            self.assertIn(name, archive.read("SHA256SUMS").decode())

    def test_the_proof_of_a_decision_is_there_whatever_its_name(self):
        # sudo: evidence is written by code alone; its own dialog is tested elsewhere
        decision = self.declaration.nonconformity_id.sudo().ansm_decision_ids
        proof = base64.b64encode(b"their form")
        decision.write({"proof": proof, "proof_name": "../../accus\u202e.pdf"})
        archive = self._zip()
        (name,) = [n for n in archive.namelist() if n.startswith("decisions/")]
        self.assertEqual(archive.read(name), b"their form")
        self.assertEqual(name, f"decisions/{decision.id}-accus.pdf")
        today = self.company._ansm_today()
        period = {"company_id": self.company.id, "date_from": today, "date_to": today}
        self.assertIn(name, self._zip(self.manager, **period).namelist())

    def test_a_volet_not_signed_is_told_apart(self):
        self._volet(declaration=self.declaration)
        names = self._zip().namelist()
        self.assertTrue([one for one in names if one.startswith("volets-non-signes/")])

    def test_the_csv_holds_every_event_of_the_case(self):
        self.declaration.sudo(False).with_user(self.qa).write(
            {"case_number": "2026-DQ-7", "ansm_change_reason": "Lettre ; du 3"}
        )
        rows = self._rows(self._zip(), "trail.csv")
        events = self.env["ansm.event"].search(
            [("declaration_id", "=", self.declaration.id), ("kind", "!=", "exported")]
        )
        self.assertEqual({int(row["N°"]) for row in rows}, set(events.ids))
        row = rows[-1]
        self.assertEqual(row["Après"], "2026-DQ-7")
        self.assertEqual(row["Motif"], "Lettre ; du 3")
        self.assertEqual(row["Qui"], self.qa.name)

    def test_no_cell_is_run_by_a_spreadsheet(self):
        for start in ("=", "+", "-", "@", "\t", "\r"):
            text = f"{start}HYPERLINK(1)"
            self.assertEqual(trail.cell(text), f"'{text}")
        self.declaration.defect_description = '=cmd|"/c calc"!A1'
        rows = self._rows(self._zip(), "trail.csv")
        self.assertEqual(rows[-1]["Après"], '\'=cmd|"/c calc"!A1')

    def test_the_pdf_reads_the_case_and_its_events_with_pages(self):
        self.declaration.with_user(self.qa).case_number = "2026-DQ-8"
        pages = PdfReader(io.BytesIO(self._zip().read("trail.pdf"))).pages
        text = " ".join(page.extract_text() for page in pages)
        for wanted in (
            self.declaration.name,
            "2026-DQ-8",
            self.qa.name,
            "Imprimé par",
            self.reader.login,
            f"Page 1 / {len(pages)}",
        ):
            self.assertIn(wanted, re.sub(r"\s+", " ", text))

    def test_what_the_readme_says_of_the_chain_is_so(self):
        rows = self._rows(self._zip(), "chaine.csv")
        chain = self.env["ansm.chain"]._of(declaration=self.declaration)
        self.assertTrue(rows)
        previous = rows[0]["empreinte_precedente"]
        for row in rows:
            self.assertEqual(row["empreinte_precedente"], previous)
            parts = [
                *(int(row["version"]), row["chaine"], int(row["numero"])),
                *(row["date_utc"], previous, row["modele"]),
                *(row["tardif"] == "True", row["contenu"]),
            ]
            text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
            previous = hashlib.sha256(text.encode()).hexdigest()
            self.assertEqual(row["empreinte"], previous)
        seen = chain.link_ids.filtered(lambda link: link.hash == previous)
        self.assertTrue(seen)

    def _run_program(self, archive, number):
        """Run a program of the export's own readme, and return what it prints."""
        readme = archive.read("LISEZMOI.txt").decode()
        found = re.findall(r"En Python.*?:\n\n(.*?)\n\n(?! )", readme, re.S)[number]
        program = "\n".join(line[4:] for line in found.split("\n"))
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            done = subprocess.run(
                ["python3", "-c", program], cwd=folder, capture_output=True, timeout=60
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode().split()

    def test_the_readme_s_own_program_checks_the_chain(self):
        archive = self._zip()
        printed = self._run_program(archive, 0)
        self.assertEqual(printed.count("True"), len(self._rows(archive, "chaine.csv")))
        self.assertNotIn("False", printed)

    def test_the_readme_s_own_program_checks_the_heads_that_left(self):
        self._send(ALL_WELL)
        archive = self._zip()
        heads = self._rows(archive, "tetes.csv")
        self.assertIn(self.volet.signature_ids.chain_head, heads[0]["tete"])
        printed = self._run_program(archive, 1)
        self.assertEqual(printed.count("True"), len(heads))
        self.assertNotIn("False", printed)

    def test_a_period_of_the_company_is_exported_without_the_others(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        medicine = self.medicine.create({"name": "AILLEURS", "company_id": other.id})
        today = self.company._ansm_today()
        period = {"company_id": self.company.id, "date_from": today, "date_to": today}
        archive = self._zip(self.manager, **period)
        rows = self._rows(archive, "trail.csv")
        self.assertTrue(rows)
        self.assertNotIn(medicine.name, {row["Enregistrement"] for row in rows})
        self.assertFalse([one for one in archive.namelist() if "/" in one])
        with self.assertRaisesRegex(UserError, "last day"):
            self._zip(self.manager, company_id=self.company.id, date_from=today)
        with self.assertRaisesRegex(AccessError, "manager exports"):
            self._zip(self.reader, **period)

    def test_another_company_exports_nothing_of_this_one(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        today = self.company._ansm_today()
        period = {"date_from": today, "date_to": today}
        with self.assertRaises(AccessError):
            self._zip(stranger, declaration_id=self.declaration.id)
        with self.assertRaises(AccessError):
            self._zip(stranger, company_id=self.company.id, **period)

    def test_an_export_is_an_event_with_the_hash_of_the_file(self):
        self._zip()
        content = base64.b64decode(self.wizard.with_context(bin_size=False).file)
        event = self.env["ansm.event"].search([("kind", "=", "exported")], limit=1)
        self.assertIn(hashlib.sha256(content).hexdigest(), event.new_value)
        self.assertEqual(event.user_id, self.reader)
        self.assertEqual(event.declaration_id, self.declaration)
