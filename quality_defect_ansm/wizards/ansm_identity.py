# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

#: Proofs of identity that sign. An API key is none: scripts hold it. Nor is what a
#: directory (LDAP) or another site (OAuth) answers: an administrator of the database
#: names that server, and could name one of his own.
PROOFS = ("password", "passkey")


class DirectoryProof(AccessDenied):
    """The right password of a directory, which is no proof here."""


class AnsmIdentityMixin(models.AbstractModel):
    """A dialog that asks who is there, every time, by the user's own means.

    The password and the code come in the context of the button, as in Odoo's own
    identity check: they are no stored field and no argument of a method, so they
    stay out of the database and of the logs. Nothing is remembered: the next
    signature asks again (draft of EU GMP Annex 11 §13).
    """

    _name = "ansm.identity.mixin"
    _description = "Proof of identity"

    password = fields.Char(store=False)
    code = fields.Char("Code of the application", store=False)
    asks_code = fields.Boolean(compute="_compute_asks_code")
    auth_method = fields.Selection(
        [("password", "Password"), ("webauthn", "Passkey")],
        default=lambda self: self._default_auth_method(),
        required=True,
    )
    has_passkey = fields.Boolean(compute="_compute_asks_code")

    @api.model
    def _default_auth_method(self):
        return "webauthn" if self._my_passkeys() else "password"

    @api.model
    def _my_passkeys(self):
        """Return the passkeys of the user, where Odoo's passkey module is."""
        known = "auth_passkey_key_ids" in self.env.user._fields
        return known and bool(self.env.user.auth_passkey_key_ids)

    @api.depends_context("uid")
    @api.depends("auth_method")
    def _compute_asks_code(self):
        for wizard in self:
            wizard.has_passkey = self._my_passkeys()
            by_password = wizard.auth_method != "webauthn"
            wizard.asks_code = by_password and self.env.user._mfa_type() == "totp"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Let the passkey module, where it is, ask the browser for the passkey."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and "auth.passkey.key" in self.env:
            arch.set("js_class", "auth_passkey_identity_check_view_form")
        return arch, view

    def _prove_identity(self):
        """Check the password and code of the current user, given in the context.

        :return: how he proved who he is: ``password``, ``password+totp``,
            ``passkey``
        :raise UserError: when he is somebody else than the session's user, has to
            wait, or gives something wrong
        """
        self._check_session()
        failure = self.env["ansm.signing.failure"]
        wait, row = failure._try()
        if wait:
            raise UserError(
                self.env._(
                    "Too many tries: wait %s seconds, then try again. Nothing is "
                    "locked.",
                    wait,
                )
            )
        try:
            proof = self._check_means()
        except AccessDenied as refusal:
            failure._tell_trail(self)
            raise UserError(self._wrong_sentence(refusal)) from None
        failure._forgive(row)
        return proof

    def _wrong_sentence(self, refusal):
        if isinstance(refusal, DirectoryProof):
            return self.env._(
                "The company's directory (LDAP) does not sign: an administrator names "
                "its server. Register a passkey in your preferences, or choose a "
                "password of Odoo, then sign with it."
            )
        if self.auth_method == "webauthn":
            return self.env._("This passkey is not one of yours: nothing was signed.")
        if self.asks_code:
            return self.env._(
                "The password or the code is wrong, or the code was used before: "
                "nothing was signed. Wait for the next code."
            )
        return self.env._("The password is wrong: nothing was signed.")

    def _check_session(self):
        """Refuse whoever acts for somebody else, or from a script.

        An API key opens no session, and code that changes the user does not
        change the user of the session.
        """
        if self.env.su or self._session_uid() != self.env.uid:
            raise UserError(
                self.env._(
                    "You sign yourself, in your own session of the web client: "
                    "nobody signs in the name of somebody else, nor by a script."
                )
            )

    @api.model
    def _session_uid(self):
        return request.session.uid if request else None

    def _check_means(self):
        """Return how the user proved who he is; raise AccessDenied otherwise."""
        user, given = self.env.user, self.env.context.get("password")
        if not given:
            raise AccessDenied()
        if self.auth_method == "webauthn" and self._my_passkeys():
            credential = {"type": "webauthn", "webauthn_response": given}
        else:
            credential = {"type": "password", "login": user.login, "password": given}
        # Not interactive, an API key would pass as a password.
        info = user._check_credentials(credential, {"interactive": True})
        proof = info["auth_method"]
        if proof == "ldap":
            raise DirectoryProof()
        if proof not in PROOFS or info["uid"] != self.env.uid:
            raise AccessDenied()
        if proof != "passkey" and user._mfa_type() == "totp":
            self._check_code(user)
            proof += "+totp"
        return proof

    def _check_code(self, user):
        code = re.sub(r"\s", "", self.env.context.get("code") or "")
        if not code.isdecimal():
            raise AccessDenied()
        user._check_credentials(
            {"type": "totp", "token": int(code)}, {"interactive": True}
        )

    def _without_secrets(self):
        """Return the dialog without what was typed in its context."""
        return self.with_context(password=None, code=None)

    def run_check(self):
        """Do what the dialog is for, once the browser gave the passkey.

        The name is the one the passkey module's own form listens to.
        """
        return self._run()

    def _run(self):
        raise NotImplementedError
