# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS


class AnsmSaltedMixin(models.AbstractModel):
    """An audited record some values of which may tell who somebody is.

    The audit trail holds a salted SHA-256 of each of them, so that a change shows
    and nothing can be read back. A model names them in ``_salted_fields``.
    """

    _name = "ansm.salted.mixin"
    _inherit = "ansm.audited.mixin"
    _description = "Audited record with personal data"

    _salted_fields = ()

    salt = fields.Char(groups=NO_ACCESS, copy=False)

    def _salted(self, text):
        """Return the SHA-256 of a text of this record, with the record's salt."""
        self.ensure_one()
        salted = f"{self.sudo().salt}{text}".encode()  # sudo: nobody reads the salt
        return f"SHA-256 {hashlib.sha256(salted).hexdigest()}"

    def _audit_value(self, name):
        """Return what a field holds; of personal data, its salted SHA-256."""
        text, filled = super()._audit_value(name)
        if name not in self._salted_fields or not filled:
            return text, filled
        return self._salted(text), filled

    @api.model_create_multi
    def create(self, vals_list):
        """Give each record a salt of its own."""
        self._refuse_salt(*vals_list)
        # sudo: the salt is closed to everybody; the rights are the caller's
        self.check_access("create")
        salted = [{**vals, "salt": secrets.token_hex(32)} for vals in vals_list]
        created = super(AnsmSaltedMixin, self.sudo()).create(salted)
        created = created.with_env(self.env)
        created.check_access("create")
        return created

    def write(self, vals):
        # code alone empties it, with what it salts
        if not self.env.su:
            self._refuse_salt(vals)
        return super().write(vals)

    @api.model
    def _refuse_salt(self, *vals_list):
        if any("salt" in vals for vals in vals_list):
            raise AccessError(self.env._("The salt is the application's alone."))
