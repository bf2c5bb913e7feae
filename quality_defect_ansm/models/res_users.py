# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.http import request

#: What lets somebody act in the name of a user, in the base and in the modules
#: that may be there (``auth_totp``, ``auth_oauth``). The e-mail, which receives the
#: link that resets the password, is the contact's: see ``res_partner.py``.
CREDENTIALS = (
    *("password", "totp_secret", "login", "partner_id"),
    *("oauth_provider_id", "oauth_uid"),
)
#: Never compared nor shown: a write is a change.
SECRETS = {"password", "totp_secret"}


class ResUsers(models.Model):
    """A signatory whose credentials somebody else changes signs no more.

    An administrator can reset the password of the pharmacien responsable and sign
    in his name. So the change suspends his appointments until a second person,
    who did not make it, confirms that they are in his hands again. A password
    reset by a mailed link counts as somebody else's: the link is as safe as the
    mailbox, which others administer.
    """

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        for user in users:
            # who opens an account knows its first password
            if not user._ansm_at_keyboard()._is_superuser():
                user._ansm_distrust(["created"])
        return users

    def write(self, vals):
        watched = {name: vals[name] for name in CREDENTIALS if name in vals}
        changed = self._ansm_changed_by_another(watched) if watched else []
        result = super().write(vals)
        for user, names in changed:
            user._ansm_distrust(names)
        if vals.get("password"):
            for user in self.filtered(lambda one: one._ansm_is_himself()):
                self.env["ansm.credential.change"]._chosen_by_himself(user)
        return result

    def _ansm_changed_by_another(self, vals):
        """Return (user, names) for each user whose credentials would change."""
        found = [
            (user, [name for name in vals if user._ansm_differs(name, vals[name])])
            for user in self
            if not user._ansm_is_himself()
        ]
        return [(user, names) for user, names in found if names]

    def _ansm_differs(self, name, value):
        if name in SECRETS:
            return True
        # sudo: compares with a value the writer need not be able to read. The
        # e-mail is the contact's: the user's own copy is new at once.
        owner = self.sudo().partner_id if name == "email" else self.sudo()
        known = owner[name]
        known = known.id if isinstance(known, models.BaseModel) else known
        return (known or False) != (value or False)

    def _ansm_is_himself(self):
        """Tell whether the user at the keyboard is this one."""
        return self.env.uid == self.id == self._ansm_at_keyboard().id

    def _ansm_at_keyboard(self):
        """Return the user of the session when there is one, else the current one.

        ``with_user`` in an administrator's code does not change the session.
        """
        uid = self.env.uid
        if request:
            # over the external API there is no session
            uid = request.session.uid or (request.env and request.env.uid) or uid
        return self.env["res.users"].browse(uid)

    def _ansm_refuse_another_hand(self):
        """Refuse to sign or confirm for somebody else, in whatever code.

        :raise AccessError: when the request is another user's
        """
        if self.env.uid != self._ansm_at_keyboard().id:
            raise AccessError(
                self.env._("Nobody signs or confirms in the name of somebody else.")
            )

    def _ansm_distrust(self, names):
        """Record the change, and suspend the user's appointments."""
        what, by = ", ".join(names), self._ansm_at_keyboard()
        # sudo: whoever makes the change need not see the signatories, nor be of
        # their companies; it is recorded under his name all the same.
        env = self.with_user(by).sudo().env
        user = self.with_env(env)
        signatories = env["ansm.signatory"].search([("user_id", "=", self.id)])
        # also of who has no role here yet: he may be given one afterwards
        if signatories or user._is_internal():
            env["ansm.credential.change"]._record(user, by.sudo(), what)
        signatories._suspend(self.env._("Changed by somebody else: %s.", what))
