# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo.exceptions import UserError

from ..wizards.ansm_identity import AnsmIdentityMixin
from .annex_common import certificate
from .common import AnsmCommon

NOMINATION = base64.b64encode(certificate())


class SigningData(AnsmCommon):
    """A pharmacien responsable in force, and the two managers who appointed him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.manager_2 = cls._new_user("manager_2_test", "manager")
        cls.pr_user = cls._new_user("pr_test", "reader")
        cls.pri_user = cls._new_user("pri_test", "reader")
        cls.pr = cls._appoint(cls.pr_user, "pr")

    @classmethod
    def _appointment(cls, user, role="pr", **vals):
        return {
            "user_id": user.id,
            "role": role,
            "company_id": cls.company.id,
            "date_from": "2026-01-01",
            "late_reason": "Reprise du registre",
            "nomination": NOMINATION,
            "nomination_name": "nomination.pdf",
            **vals,
        }

    @classmethod
    def _appoint(cls, user, role="pr", **vals):
        return cls.env["ansm.signatory"]._appoint(
            cls._appointment(user, role, **vals), cls.manager, cls.manager_2
        )

    def _chooses_password(self, user):
        """Let a user choose a password himself, as in his preferences."""
        user.with_user(user).sudo().password = f"{user.login} chose it"

    @classmethod
    def _approve(cls, volet):
        """Sign a volet as the pharmacien responsable."""
        volet = volet.with_user(cls.pr_user)
        volet._sign("approved", volet._my_appointments()[:1], "password")

    @classmethod
    def _add_agency(cls):
        """Give the company the address of an agency."""
        cls.env["ansm.agency"].create(
            {
                "name": "Agence",
                "email": "agence@agence.example",
                "phone": "01 99 00 55 87",
                "date_from": "2020-01-01",
                "company_id": cls.company.id,
            }
        )

    def _volet(self, final=False, declaration=None):
        declaration = declaration or self._declare()
        return (
            self.env["ansm.volet"]
            .with_user(self.qa)
            ._make(declaration.with_user(self.qa), "volet_1", final)
        )

    def _key(self, user):
        """Return an API key of the user, good for everything."""
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate(None, "script", datetime.now() + timedelta(days=1))


class SigningCase(SigningData):
    """Signing as the web client does, with who sits at the keyboard."""

    def setUp(self):
        super().setUp()
        # The tries to sign are counted on a cursor of their own.
        self.registry_enter_test_mode()
        self.keyboard = None
        self.patch(AnsmIdentityMixin, "_session_uid", lambda _self: self.keyboard.id)

    def _dialog(self, volet, user):
        action = volet.with_user(user).action_sign()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _press(self, dialog, user, password=None, code=None, keyboard=None):
        """Press the button of the dialog, as the web client does."""
        self.keyboard = keyboard or user
        given = user.login if password is None else password
        dialog = dialog.with_user(user).with_context(password=given, code=code)
        return dialog.action_sign()

    def _sign(self, volet, user, **typed):
        self._press(self._dialog(volet, user), user, **typed)
        return volet.sudo().signature_ids[-1:]

    @contextmanager
    def assertRefused(self, *sentences):
        """Expect one UserError with all these sentences.

        Without the savepoint of ``assertRaises``, which would undo what a
        cursor of its own has committed.
        """
        message = None
        try:
            yield
        except UserError as refusal:
            message = str(refusal)
        self.assertIsNotNone(message, "Nothing was refused")
        for sentence in sentences:
            self.assertIn(sentence, message)
