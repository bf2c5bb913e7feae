# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AnsmTold(models.Model):
    """Who was told of a nonconformity, inside or outside: when, how, under what
    reference.

    The handing over of an adverse effect to pharmacovigilance is one of them: it is
    a report of its own (R. 5121-166 CSP), which the case only refers to.
    """

    _name = "ansm.told"
    _inherit = ["ansm.fact.mixin", "ansm.audited.mixin"]
    _description = "Who was told"
    _order = "at, id"

    role = fields.Selection(
        [
            ("pr", "Pharmacien responsable (PR)"),
            ("pq", "Qualified person (PQ)"),
            ("holder", "Authorisation holder"),
            ("manufacturer", "Manufacturer"),
            ("depositary", "Depositary"),
            ("pharmacovigilance", "Pharmacovigilance"),
            ("supply", "Supply"),
            ("management", "Management"),
            ("authority", "Another authority"),
            ("other", "Other"),
        ],
        "Told",
        required=True,
    )
    user_id = fields.Many2one("res.users", "Of the company", ondelete="restrict")
    partner_id = fields.Many2one("res.partner", "Outside", ondelete="restrict")
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    way = fields.Selection(
        [
            ("phone", "Telephone"),
            ("email", "E-mail"),
            ("meeting", "Face to face"),
            ("letter", "Letter"),
            ("portal", "Portal"),
            ("other", "Other"),
        ],
        "How",
        required=True,
    )
    reference = fields.Char()
    details = fields.Text()

    _audited_fields = (
        "role",
        "user_id",
        "partner_id",
        "at",
        "way",
        "reference",
        "details",
    )

    @api.depends("role", "user_id", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for told in self:
            who = told._who()
            told.display_name = " – ".join(filter(None, (roles.get(told.role), who)))

    @api.constrains("user_id", "partner_id")
    def _check_who(self):
        if any(not one.user_id and not one.partner_id for one in self):
            raise ValidationError(
                self.env._(
                    "Say who was told: somebody of the company, or a contact outside."
                )
            )

    def _who(self):
        """Return who was told, in words."""
        # sudo: the contact may be one the reader cannot open
        told = self.sudo()
        return told.partner_id.display_name or told.user_id.name or ""

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise UserError(
            self.env._("Who was told is not deleted: correct it, with the reason.")
        )
