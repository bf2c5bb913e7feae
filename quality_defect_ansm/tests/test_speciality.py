# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestSpeciality(SendingCommon):
    """Several specialities in one case: one volet each, several agency numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.syrup = cls.env["ansm.medicine"].create(
            {"name": "TRUYÈRE, sirop", "inn": "Carbocistéine"}
        )
        cls.env["ansm.presentation"].create(
            {"name": "Flacon", "medicine_id": cls.syrup.id, "cip13": "3400930000014"}
        )
        product = cls.env["product.product"].create(
            {
                "name": "Truyère",
                "is_storable": True,
                "tracking": "lot",
                "barcode": "3400930000014",
            }
        )
        cls.other_lot = cls.env["stock.lot"].create(
            {
                "name": "B5678",
                "product_id": product.id,
                "company_id": cls.company.id,
            }
        )
        lots = cls.lot | cls.other_lot
        cls.case = cls._declare(
            cls._new_nonconformity(), lot_ids=[Command.set(lots.ids)]
        )
        cls.other = cls.case.speciality_ids

    def _make(self, speciality=None, kind="volet_1", **vals):
        case = self.case.with_user(self.qa)
        opener = speciality.with_user(self.qa) if speciality else case
        action = opener.action_make_volet()
        wizard = self.env[action["res_model"]].with_user(self.qa)
        wizard = wizard.browse(action["res_id"])
        wizard.write({"kind": kind, **vals})
        return self.env["ansm.volet"].browse(wizard.action_make()["res_id"])

    def test_a_batch_of_another_medicine_brings_its_speciality(self):
        self.assertEqual(self.case.medicine_id, self.medicine)
        self.assertEqual(self.other.medicine_id, self.syrup)
        self.assertEqual(self.other.batch_ids.lot_id, self.other_lot)
        mine = self.case._distribution_batches()
        self.assertEqual(mine.lot_id, self.lot)

    def test_a_case_with_one_speciality_has_no_line(self):
        self.assertFalse(self.declaration.speciality_ids)
        self.assertEqual(self.volet.display_name, "Volet 1 v1")

    def test_each_volet_tells_its_own_speciality_and_batches_alone(self):
        mine, other = self._make()._content(), self._make(self.other)._content()
        self.assertEqual(mine["product_name"], self.medicine.name)
        self.assertEqual([one["lot"] for one in mine["batches"]], ["A1234"])
        self.assertEqual(mine["other_specialities"].split(" (")[0], "TRUYÈRE, sirop")
        self.assertEqual(other["product_name"], "TRUYÈRE, sirop")
        self.assertEqual(other["inn"], "Carbocistéine")
        self.assertEqual([one["lot"] for one in other["batches"]], ["B5678"])
        self.assertEqual([one["lot"] for one in other["stocks"]], ["B5678"])
        self.assertIn(self.medicine.name, other["other_specialities"])
        self.assertEqual(mine["defect_description"], other["defect_description"])

    # a change of the minute at which the stock was read is one
    @freeze_time("2026-04-20 08:00:00")
    def test_versions_are_numbered_for_each_speciality(self):
        mine, other = self._make(), self._make(self.other)
        self._approve(mine)
        self._approve(other)
        again = self._make(self.other, change_reason="Lot ajouté")
        self.assertEqual((again.number, again.replaces_id), (2, other))
        self.assertEqual(mine.number, 1)
        self.assertIn("TRUYÈRE", again.display_name)
        self.assertEqual(again._content()["changes"], [])
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            again.sudo().create({**again.sudo().copy_data()[0], "docx": b"eA=="})

    def test_what_was_signed_of_one_is_never_another_ones(self):
        volet = self._make(self.other)
        self.other.medicine_id = self.other.medicine_id
        self._approve(volet)
        another = self.env["ansm.medicine"].create({"name": "LÉVÉZOU"})
        for user in (self.qa, self.env.ref("base.user_admin")):
            with self.assertRaisesRegex(UserError, "Volet 1 v1.*TRUYÈRE"):
                self.other.with_user(user).medicine_id = another
        self.other.case_number = "2026-DQ-00002"

    def test_volet_2_is_compared_with_the_volet_1_of_its_speciality(self):
        self._approve(self._make())
        content = self._make(self.other, "volet_2")._content()
        self.assertEqual(content["volet_1_version"], "aucun Volet 1 signé")

    def test_the_agencys_number_of_the_speciality_is_told_everywhere(self):
        self.case.case_number = "2026-DQ-00001"
        self.other.case_number = "2026-DQ-00002"
        volet = self._make(self.other)
        self._approve(volet)
        self.volet = volet
        transmission = self._send(ALL_WELL)
        self.assertTrue(transmission.subject.startswith("[2026-DQ-00002] "))
        self.assertIn("Numéro de dossier : 2026-DQ-00002", transmission.body)
        self.assertTrue(volet.pdf_name.startswith("2026-DQ-00002_"))
        content = volet._content()
        self.assertEqual(content["case_number"], "2026-DQ-00002")
        self.assertIn("2026-DQ-00001", content["other_specialities"])

    def test_the_files_of_two_specialities_have_names_of_their_own(self):
        names = {self._make().pdf_name, self._make(self.other).pdf_name}
        self.assertEqual(len(names), 2)

    def test_the_case_is_sent_and_its_alarm_ends_once_each_is(self):
        for speciality in (None, self.other):
            self.assertTrue(self.case.without_delay)
            self.assertNotEqual(self.case.state, "sent")
            self.volet = self._make(speciality)
            self._approve(self.volet)
            self._send(ALL_WELL)
        self.assertEqual(self.case.state, "sent")
        self.assertFalse(self.case.without_delay)

    def test_what_is_missing_is_asked_for_the_speciality(self):
        self.syrup.inn = False
        with self.assertRaises(UserError) as caught:
            self._make(self.other, final=True)
        self.assertIn("TRUYÈRE, sirop – ", str(caught.exception))
        mine = " ".join(one["sentence"] for one in self.case._volet_gaps("volet_1"))
        self.assertNotIn("TRUYÈRE", mine)
        self.assertNotIn("B5678", mine)

    def test_the_distribution_of_a_speciality_is_corrected_with_its_reason(self):
        with self.assertRaisesRegex(ValidationError, "TRUYÈRE.*say why"):
            self.other.with_user(self.qa).channel_hospital = True
        self.other.with_user(self.qa).write(
            {"channel_hospital": True, "distribution_reason": "Fichier du dépositaire"}
        )
        other = self._make(self.other)._content()
        self.assertTrue(other["distribution_france"]["hospital"])
        self.assertFalse(self._make()._content()["distribution_france"]["hospital"])

    def test_a_speciality_is_the_cases_once_and_of_its_company(self):
        lines = self.env["ansm.speciality"]
        company = self.env["res.company"].create({"name": "Autre exploitant"})
        foreign = self.syrup.copy({"company_id": company.id})
        for medicine in (self.medicine, foreign):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                lines.create(
                    {"declaration_id": self.case.id, "medicine_id": medicine.id}
                )
        with self.assertRaisesRegex(ValidationError, "one of its case"):
            self.declaration.batch_ids.sudo().speciality_id = self.other

    def test_a_speciality_with_batches_or_volets_stays(self):
        self._make(self.other)
        with (
            self.assertRaises(Exception) as caught,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.other.unlink()
        self.assertIn("ansm_", str(caught.exception))
