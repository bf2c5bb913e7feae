# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .. import french
from ..documents.volets import words


class ResPartner(models.Model):
    """A recipient of medicines, a site or a holder; the e-mail of a user is his
    contact's, whichever form it is changed in.
    """

    _inherit = "res.partner"

    ansm_recipient_kind = fields.Selection(
        words.selection(words.CHANNELS),
        "Recipient of medicines",
        help="Ticks the box of Volet 1 when a batch was delivered to it.",
    )

    def _ansm_recipient_kind(self):
        """Return what kind of recipient an address is, or its company."""
        return self.ansm_recipient_kind or (
            self.commercial_partner_id.ansm_recipient_kind
        )

    def _ansm_name_and_address(self):
        """Return names and postal addresses as French text, one blank line between."""
        return "\n\n".join(
            f"{partner.name}\n{partner._ansm_address()}".strip() for partner in self
        )

    def _ansm_address(self):
        self.ensure_one()
        town = " ".join(filter(None, (self.zip, self.city)))
        country = french.countries([self.country_id.code])
        return "\n".join(filter(None, (self.street, self.street2, town, country)))

    def write(self, vals):
        changed = []
        if "email" in vals:
            # sudo: archived users and those of other companies count too
            contacts = self.sudo().with_context(active_test=False)
            users = contacts.user_ids.with_env(self.env)
            changed = users._ansm_changed_by_another({"email": vals["email"]})
        result = super().write(vals)
        for user, names in changed:
            user._ansm_distrust(names)
        return result
