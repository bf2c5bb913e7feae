# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ansm_incoming_matching import PATTERN


class ResCompany(models.Model):
    """How what comes in finds its case, and how long an answer may take."""

    _inherit = "res.company"

    ansm_number_pattern = fields.Char(
        "Pattern of the agency's case numbers",
        default=PATTERN,
        help="A regular expression; capitals or not.",
    )
    ansm_answer_hours = fields.Float(
        "Office hours without an acknowledgement",
        default=4,
        help="After so many, somebody is asked to telephone the agency.",
    )
    ansm_sorter_id = fields.Many2one(
        "res.users",
        "Sorts the messages received",
        ondelete="restrict",
        help="Empty: every manager of the company.",
    )

    @api.constrains("ansm_number_pattern", "ansm_answer_hours")
    def _check_ansm_incoming(self):
        for company in self:
            if company.ansm_answer_hours < 0:
                raise ValidationError(self.env._("Office hours: 0 or more."))
            try:
                re.compile(company.ansm_number_pattern or "")
            except re.error as error:
                raise ValidationError(
                    self.env._("Pattern of the case numbers: %s", error)
                ) from error

    def _ansm_sorters(self):
        """Return the users who sort what is in no case."""
        self.ensure_one()
        managers = self.env.ref("quality_defect_ansm.group_manager").all_user_ids
        people = self.ansm_sorter_id or managers.filtered(
            lambda one: self in one.company_ids and not one._is_superuser()
        )
        return people.filtered("active")
