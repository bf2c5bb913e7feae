# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import suppress

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .chain_common import ChainCommon
from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestNamesThatGo(SigningCase, ChainCommon):
    """A signed volet, and all it names archived, merged, renamed or deleted."""

    def setUp(self):
        super().setUp()
        self.case = self._declare(self._new_nonconformity())
        self.signed = self._volet(declaration=self.case).sudo()
        self._sign(self.signed, self.pr_user)
        self.before = self._seen()

    def _seen(self):
        """Return what is printed, sent and signed, as it is read now."""
        self.env.flush_all()
        self.env.invalidate_all()
        signatures = self.signed.signature_ids
        texts = [one for one, kind in signatures._fields.items() if kind.type == "char"]
        return (
            self.signed._files(),
            self.signed.content,
            self.signed.prepared_by_name,
            signatures.read([*texts, "meaning", "signed_at", "current"]),
        )

    def assertUnharmed(self):
        self.assertEqual(self._seen(), self.before)
        form = Form(self.case.with_user(self.manager))
        self.assertEqual(form.name, self.case.name)
        verifications = self.env["ansm.verification"].sudo()
        for case_id in (self.case.id, False):
            found = verifications._check(self.company.id, case_id)
            self.assertTrue(found["intact"], found["problems"])

    def assertStays(self, *records):
        """Expect each record to be kept by the database: something names it."""
        for record in records:
            with (
                suppress(IntegrityError, UserError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                record.unlink()
            self.env.invalidate_all()
            self.assertTrue(record.exists(), record)

    def _merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target)
        self.assertFalse(source.exists())

    def test_archived_users_leave_what_they_signed_and_prepared(self):
        for user in (self.pr_user, self.qa):
            user.action_archive()
        self.assertUnharmed()

    def test_users_whom_evidence_names_are_not_deleted(self):
        self.assertStays(self.pr_user, self.qa, self.manager_2)
        self.assertUnharmed()

    def test_a_renamed_user_is_named_as_he_signed(self):
        self.pr_user.write({"name": "Autre Nom", "login": "autre", "email": "x@y.z"})
        self.assertUnharmed()

    def test_an_archived_or_merged_customer_changes_nothing(self):
        customer = self.case.sudo().nonconformity_id.partner_id
        customer.action_archive()
        self.assertUnharmed()
        customer.action_unarchive()
        other = self.env["res.partner"].create({"name": "Fusion"})
        self._merge(customer, other)
        self.assertEqual(self.case.nonconformity_id.partner_id, other)
        self.assertUnharmed()

    def test_merging_the_contact_of_who_signed_changes_nothing(self):
        contact = self.pr_user.partner_id
        other = self.env["res.partner"].create({"name": "Homonyme"})
        self._merge(contact, other)
        self.assertEqual(self.pr_user.partner_id, other)
        self.assertUnharmed()

    def test_merging_the_contact_of_the_company_changes_nothing(self):
        other = self.env["res.partner"].create({"name": "Homonyme"})
        self._merge(self.company.partner_id, other)
        self.assertUnharmed()

    def test_an_archived_product_or_medicine_changes_nothing(self):
        for record in (self.product, self.presentation, self.medicine):
            record.action_archive()
        self.assertUnharmed()

    def test_what_a_case_is_about_is_not_deleted(self):
        self.assertStays(self.product, self.lot, self.presentation, self.medicine)
        self.assertUnharmed()

    def test_a_renamed_lot_or_product_changes_nothing_signed(self):
        self.lot.name = "Z9999"
        self.product.write({"name": "Autre produit", "barcode": False})
        self.assertUnharmed()

    def _other_company(self):
        """Return an exploitant no user has as his own, and a case of it."""
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        self.lot.company_id = False
        made = self._new_nonconformity(company_id=other.id)
        self._declare(made, user=self.env.user)
        return other

    def test_a_company_with_cases_is_not_archived_nor_deleted(self):
        other = self._other_company()
        with self.assertRaisesRegex(ValidationError, "Autre exploitant is not arch"):
            other.action_archive()
        other.invalidate_recordset(flush=False)
        self.assertTrue(other.active)
        self.assertStays(other)

    def test_a_company_without_cases_is_archived(self):
        other = self.env["res.company"].create({"name": "Sans dossier"})
        other.action_archive()
        self.assertFalse(other.active)
