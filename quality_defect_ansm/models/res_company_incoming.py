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
    ansm_answer_alias_id = fields.Many2one(
        "mail.alias", "Alias of the answers", ondelete="set null", readonly=True
    )
    ansm_answer_name = fields.Char(
        "Answers come to (before the @)",
        compute="_compute_ansm_answer_name",
        inverse="_inverse_ansm_answer_name",
        compute_sudo=True,
        help="Everything sent asks for its answer at this address, which the mail "
        "gateway delivers. Empty: at the catchall, else at the sender's.",
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

    @api.depends("ansm_answer_alias_id.alias_name")
    def _compute_ansm_answer_name(self):
        for company in self:
            company.ansm_answer_name = company.ansm_answer_alias_id.alias_name

    def _inverse_ansm_answer_name(self):
        # sudo: who may set the company's addresses may not set every alias, and which
        # one it is code alone writes
        for company in self.sudo():
            name = (company.ansm_answer_name or "").strip()
            alias = company.ansm_answer_alias_id
            if not name:
                alias.unlink()
            elif alias:
                alias.alias_name = name
            else:
                vals = company._ansm_prepare_alias(name)
                company.ansm_answer_alias_id = alias.create(vals)

    def _ansm_prepare_alias(self, name):
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": self.env["ir.model"]._get_id("ansm.incoming"),
            "alias_defaults": {"company_id": self.id},
        }

    def _ansm_answers_to(self):
        """Return the address that leads an answer to the gateway; empty if none."""
        self.ensure_one()
        # sudo: aliases are read to name the address, whoever sends
        address = self.sudo().ansm_answer_alias_id.alias_full_name or ""
        return address if "@" in address else self.sudo().catchall_email or ""

    def _ansm_sorters(self):
        """Return the users who sort what is in no case."""
        self.ensure_one()
        managers = self.env.ref("quality_defect_ansm.group_manager").all_user_ids
        people = self.ansm_sorter_id or managers.filtered(
            lambda one: self in one.company_ids and not one._is_superuser()
        )
        return people.filtered("active")
