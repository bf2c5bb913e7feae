# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import french


class AnsmAgencyDate(models.Model):
    """A date the agency gave for something: it has a clock of its own.

    Met by the sending that answers it, once that has left.
    """

    _name = "ansm.agency.date"
    _inherit = "ansm.audited.mixin"
    _description = "Date given by the agency"
    _order = "day, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    name = fields.Char("What is asked", required=True)
    day = fields.Date("For", required=True)
    asked_at = fields.Datetime("Asked on", required=True, default=fields.Datetime.now)
    source = fields.Char("Told by, in which message")
    transmission_id = fields.Many2one(
        "ansm.transmission",
        "Answered by",
        ondelete="restrict",
        domain="[('declaration_id', '=', declaration_id)]",
    )

    _audited_fields = ("name", "day", "asked_at", "source", "transmission_id")

    @api.constrains("transmission_id", "declaration_id")
    def _check_transmission(self):
        """What answers it is a sending of the case, to the address the agency has on
        the day it is named: that may change later."""
        for one in self.filtered("transmission_id"):
            sent = one.transmission_id
            if sent.declaration_id != one.declaration_id:
                raise ValidationError(
                    self.env._("What answers it is a sending of the same case.")
                )
            if not sent.volet_id and not sent._is_to_agency():
                raise ValidationError(
                    self.env._("“%s” did not go to the agency.", sent.display_name)
                )

    @api.constrains("transmission_id", "asked_at")
    def _check_asked_before(self):
        for one in self:
            left = one.transmission_id and one.transmission_id._left_at()
            if left and left < one.asked_at:
                local = one.company_id._ansm_local
                raise ValidationError(
                    self.env._(
                        "“%(sending)s” left %(left)s, before it was asked, %(asked)s: "
                        "choose another one, or correct when it was asked.",
                        sending=one.transmission_id.display_name,
                        left=french.moment(local(left)),
                        asked=french.moment(local(one.asked_at)),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made.declaration_id._refresh_clocks()
        return made

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        self.declaration_id.with_context(ansm_moved=tuple(vals))._refresh_clocks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        raise ValidationError(
            self.env._("A date the agency gave stays: change it, with its reason.")
        )


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    agency_date_ids = fields.One2many("ansm.agency.date", "declaration_id")
