# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestSignatory(SigningCase):
    def _propose(self, user, proposer, **vals):
        signatories = self.env["ansm.signatory"].with_user(proposer)
        return signatories.create(self._appointment(user, "pri", **vals))

    def _in_force(self, day=None, **kwargs):
        return self.env["ansm.signatory"]._in_force(self.company, day=day, **kwargs)

    def test_an_appointment_counts_once_a_second_person_has_confirmed_it(self):
        proposal = self._propose(self.pri_user, self.manager)
        self.assertEqual(proposal.state, "proposed")
        self.assertNotIn(proposal, self._in_force())
        proposal.with_user(self.manager_2)._confirm()
        self.assertEqual(proposal.state, "in_force")
        self.assertEqual(self._in_force(), self.pr | proposal)
        self.assertEqual(proposal.confirmed_by_name, self.manager_2.name)

    def test_a_signatory_in_force_confirms_too(self):
        proposal = self._propose(self.pri_user, self.manager)
        proposal.with_user(self.pr_user)._confirm()
        self.assertEqual(proposal.confirmed_by_id, self.pr_user)

    def test_who_proposed_does_not_confirm(self):
        proposal = self._propose(self.pri_user, self.manager)
        with self.assertRefused("You proposed this appointment"):
            proposal.with_user(self.manager)._confirm()

    def test_who_changes_a_proposal_proposes_it(self):
        proposal = self._propose(self.pri_user, self.manager)
        proposal.with_user(self.manager_2).user_id = self.qa
        with self.assertRefused("You proposed this appointment"):
            proposal.with_user(self.manager_2)._confirm()

    def test_an_administrator_does_not_confirm_himself(self):
        admin = self._new_user("admin_test", "manager")
        admin.group_ids += self.env.ref("base.group_system")
        proposal = self._propose(admin, self.manager)
        with self.assertRefused("You cannot confirm yourself"):
            proposal.with_user(admin)._confirm()
        proposal = self._propose(admin, admin)
        with self.assertRefused("You cannot confirm yourself", "You proposed this"):
            proposal.with_user(admin)._confirm()

    def test_who_has_no_part_in_it_does_not_confirm_and_hears_all_at_once(self):
        proposal = self._propose(self.pri_user, self.manager, nomination=False)
        with self.assertRefused("Only a manager", "nomination document is missing"):
            proposal.with_user(self.qa)._confirm()

    def test_who_reset_a_managers_password_has_not_him_as_second_person(self):
        proposal = self._propose(self.pri_user, self.manager)
        self.manager_2.with_user(self.manager).sudo().password = "chosen-for-him"
        with self.assertRefused(f"{self.manager.name} opened the account of"):
            proposal.with_user(self.manager_2)._confirm()
        # no lapse of time gives the account back
        with freeze_time(datetime.now() + timedelta(days=400)):
            with self.assertRefused("chooses a password himself"):
                proposal.with_user(self.manager_2)._confirm()
        self._chooses_password(self.manager_2)
        proposal.with_user(self.manager_2)._confirm()
        self.assertEqual(proposal.state, "in_force")

    def test_who_opened_an_account_has_not_it_as_second_person(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids += self.env.ref("quality_defect_ansm.group_manager")
        puppet = (
            self.env["res.users"]
            .with_user(admin)
            .create({"name": "Puppet", "login": "puppet", "password": "puppet"})
        )
        # the role comes afterwards
        puppet.sudo().group_ids += self.env.ref("quality_defect_ansm.group_manager")
        proposal = (
            self.env["ansm.signatory"].with_user(admin).create(self._appointment(admin))
        )
        with self.assertRaisesRegex(UserError, "could act in their name"):
            proposal.with_user(puppet)._confirm()

    def test_three_accounts_opened_by_one_hand_appoint_nobody(self):
        admin = self.env.ref("base.user_admin")
        made = self.env["res.users"].with_user(admin).sudo()
        groups = self.env.ref("quality_defect_ansm.group_manager").ids
        people = made.create(
            [
                {"name": name, "login": name, "group_ids": [Command.set(groups)]}
                for name in ("appointed", "proposer", "confirmer")
            ]
        )
        appointed, proposer, confirmer = people.with_env(self.env)
        proposal = self._propose(appointed, proposer)
        with self.assertRefused(f"{admin.name} opened the account of appointed, pro"):
            proposal.with_user(confirmer)._confirm()
        self._chooses_password(confirmer)
        with self.assertRefused("opened the account of appointed, proposer or"):
            proposal.with_user(confirmer)._confirm()
        self._chooses_password(proposer)
        with self.assertRefused("opened the account of appointed or"):
            proposal.with_user(confirmer)._confirm()
        self._chooses_password(appointed)
        proposal.with_user(confirmer)._confirm()
        self.assertEqual(proposal.state, "in_force")
        self.assertEqual(proposal.accounts.count(f"opened by {admin.name}"), 3)
        self.assertEqual(proposal.accounts.count("chosen by himself"), 3)
        event = self.env["ansm.event"].search([("field_name", "=", "accounts")])
        self.assertEqual(event[:1].new_value, proposal.accounts)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            proposal.sudo().accounts = "Somebody else"

    def test_who_signs_in_a_request_of_somebody_else_is_refused(self):
        admin = self.env.ref("base.user_admin")
        volet = self._volet()
        keyboard = patch.object(type(admin), "_ansm_at_keyboard", lambda _self: admin)
        with keyboard, self.assertRaisesRegex(AccessError, "in the name of"):
            volet.with_user(self.pr_user)._sign("approved", self.pr, "password")
        with keyboard, self.assertRaisesRegex(AccessError, "in the name of"):
            self.pr.with_user(self.manager)._confirm()
        self.assertFalse(volet.signature_ids)

    def test_a_confirmation_cannot_be_given_with_the_values(self):
        vals = self._appointment(self.pri_user, confirmed_at=datetime(2026, 1, 1))
        signatories = self.env["ansm.signatory"].with_user(self.manager)
        with self.assertRaisesRegex(AccessError, "confirmed_at"):
            signatories.create(vals)
        proposal = self._propose(self.pri_user, self.manager)
        with self.assertRaisesRegex(AccessError, "confirmed_by_id"):
            proposal.write({"confirmed_by_id": self.manager_2.id})

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_asks_for_a_second_person(self):
        proposal = self._propose(self.pri_user, self.manager)
        self.env.flush_all()
        for same in ("proposed_by_id", "user_id"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(
                    SQL(
                        "UPDATE ansm_signatory SET confirmed_at = now(), "
                        "confirmed_by_id = %s WHERE id = %s",
                        SQL.identifier(same),
                        proposal.id,
                    )
                )

    def test_a_confirmed_appointment_is_not_changed_but_its_telephone_is(self):
        with self.assertRefused("stays as it was confirmed"):
            self.pr.with_user(self.manager).date_to = "2030-01-01"
        self.pr.with_user(self.manager).phone = "01 99 00 55 55"
        self.assertEqual(self.pr.phone, "01 99 00 55 55")

    def test_a_reader_appoints_nobody(self):
        with self.assertRaises(AccessError):
            self._propose(self.reader, self.reader)

    def test_the_days_are_those_of_the_company(self):
        pri = self._appoint(
            self.pri_user, "pri", date_from="2026-04-01", date_to="2026-04-30"
        )
        with freeze_time("2026-03-31 21:59:00"):
            self.assertNotIn(pri, self._in_force())
        with freeze_time("2026-03-31 22:01:00"):
            self.assertIn(pri, self._in_force())
        with freeze_time("2026-04-30 21:59:00"):
            self.assertIn(pri, self._in_force())
        with freeze_time("2026-04-30 22:01:00"):
            self.assertNotIn(pri, self._in_force())

    def test_an_appointment_ends_on_the_day_said_and_never_in_the_past(self):
        today = self.pr._today()
        yesterday = date.fromordinal(today.toordinal() - 1)
        with self.assertRefused("does not end in the past", "reason is missing"):
            self.pr.with_user(self.manager)._end(date(2026, 2, 1), "")
        self.pr.with_user(self.manager)._end(yesterday, "Départ")
        self.assertEqual(self.pr.state, "ended")
        self.assertNotIn(self.pr, self._in_force())
        self.assertIn(self.pr, self._in_force(day=yesterday))
        self.assertEqual(self.pr.entry_ids.by_name, self.manager.name)
        with self.assertRefused("already"):
            self.pr.with_user(self.manager)._end(today, "Encore")

    def test_nobody_else_ends_an_appointment(self):
        with self.assertRefused("Only a manager or a signatory"):
            self.pr.with_user(self.qa)._end(self.pr._today(), "Jalousie")
