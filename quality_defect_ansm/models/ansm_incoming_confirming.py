# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents.mails import reading, words
from .ansm_incoming_matching import PATTERN


class AnsmIncoming(models.Model):
    """The agency's acknowledgement: proposed, and confirmed by a person."""

    _inherit = "ansm.incoming"

    proposed_number = fields.Char(
        "Case number it gives", compute="_compute_proposed", compute_sudo=True
    )
    number_differs = fields.Boolean(
        "Gives another number", compute="_compute_proposed", compute_sudo=True
    )
    from_agency = fields.Boolean(
        "Says it is the agency's",
        compute="_compute_proposed",
        compute_sudo=True,
        help="Delivered by the mail gateway, from the agency's domain. That can be "
        "forged: read it before you confirm.",
    )

    @api.depends("raw", "declaration_id")
    def _compute_proposed(self):
        matching = self.env["ansm.incoming.matching"]
        for one in self:
            told = reading.read(one._bytes())
            pattern = one.company_id.ansm_number_pattern or PATTERN
            found = [
                number
                for text in matching._texts(told)
                for number in words.numbers(pattern, text)
            ]
            one.proposed_number = found[0] if found else False
            case = one.declaration_id
            known = case._agency_numbers() if case else []
            one.number_differs = bool(known and found) and not set(known) & set(found)
            one.from_agency = one.road == "gateway" and matching._from_agency(
                one.email_from, one.company_id
            )

    def _numbered(self):
        """Return the record whose number the agency gives: a speciality or the case."""
        return self.transmission_id.volet_id.speciality_id or self.declaration_id

    def action_confirm(self):
        """Confirm that the agency acknowledges, with the number it gives."""
        self.ensure_one()
        self._check_sorter()
        problems = []
        if self.state != "matched":
            problems.append(self.env._("It is in no case, or was confirmed already."))
        if self.kind != "answer":
            problems.append(self.env._("A program wrote it: it acknowledges nothing."))
        if problems:
            raise UserError("\n".join(problems))
        self.declaration_id.check_access("write")
        target, number = self._numbered(), self.proposed_number
        if number and not target.case_number:
            target.case_number = number
        self._add_entry("confirmed", self.declaration_id, case_number=number)
        # sudo: the tasks are other users' too
        self.sudo().declaration_id.activity_feedback(
            ["quality_defect_ansm.activity_received"]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_move(self):
        """Open the dialog that puts it in another case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put in a case"),
            "res_model": "ansm.incoming.moving",
            "view_mode": "form",
            "target": "new",
            "context": {"default_incoming_id": self.id},
        }
