# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from email.utils import parseaddr

from odoo import models
from odoo.exceptions import UserError


class AnsmDeclaration(models.Model):
    """The discussion of a case is no sending to the agency.

    Odoo's own mail drops what a server refused and keeps no bytes: a message that
    leaves for the agency takes the road that proves it.
    """

    _inherit = "ansm.declaration"

    def _message_create(self, values_list):
        """Refuse a message whose recipients are at the agency."""
        for values in values_list:
            others = (values.get("outgoing_email_to") or "").split(",")
            told = self._outside(values.get("partner_ids"))
            self._refuse_agency([*told.mapped("email"), *others])
        return super()._message_create(values_list)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Refuse a follower at the agency: each message would go to him."""
        self._refuse_agency(self._outside(partner_ids).mapped("email"))
        return super().message_subscribe(partner_ids, subtype_ids)

    def _outside(self, partner_ids):
        """Return those who are no colleagues: whose address looks like the agency's
        in a rehearsal is none of its people, and has to get his tasks."""
        partners = self.env["res.partner"].browse(partner_ids or [])
        return partners.filtered("partner_share")

    def _refuse_agency(self, addresses):
        # sudo: the agency's addresses, whoever writes
        known = self.env["ansm.agency"].sudo().search_fetch([], ["email"])
        domains = {_domain(one.email) for one in known} - {""}
        found = [one for one in addresses if one and _domain(one) in domains]
        if found:
            raise UserError(
                self.env._(
                    "The discussion proves no sending: to write to the agency (%s), "
                    "use “Write outside”.",
                    ", ".join(found),
                )
            )


def _domain(address):
    return parseaddr(address or "")[1].rpartition("@")[2].strip().lower()
