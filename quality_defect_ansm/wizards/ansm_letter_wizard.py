# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import french
from ..models.ansm_transmission import NOT_LEFT


class AnsmLetterWizard(models.TransientModel):
    """A message written by hand from a case, to anybody outside.

    The agency's number and our reference are in its subject; files are annexes of
    the case, which stay as they went.
    """

    _name = "ansm.letter.wizard"
    _inherit = "ansm.sending.mixin"
    _description = "Write outside"

    _editable = (
        *("email_to", "email_cc", "subject", "body", "identity_checked"),
        "proposes_recall",
    )

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    kind = fields.Selection(
        [("letter", "Free letter"), ("question", "Question how to send")],
        required=True,
        default="letter",
    )
    proposes_recall = fields.Boolean(
        "This message proposes a recall",
        help="The duty to telephone the agency opens with it, at any hour.",
    )
    proposes_none = fields.Boolean("It speaks of a recall and proposes none")
    mentions_recall = fields.Boolean(compute="_compute_mentions_recall")
    # a method each: Odoo computes none of several when one of them is given
    email_to = fields.Char(
        "To", compute="_compute_email_to", store=True, readonly=False
    )
    subject = fields.Char(compute="_compute_subject", store=True, readonly=False)
    body = fields.Text(compute="_compute_body", store=True, readonly=False)
    annex_ids = fields.Many2many(
        "ansm.annex",
        string="Files of the case",
        domain="[('declaration_id', '=', declaration_id)]",
    )

    def _sent_record(self):
        return self

    def _proposed(self):
        return self.declaration_id._prepare_letter(self.kind)

    @api.depends("declaration_id")
    def _compute_email_to(self):
        for wizard in self:
            wizard.email_to = wizard._proposed()["email_to"]

    @api.depends("declaration_id", "kind")
    def _compute_subject(self):
        for wizard in self:
            wizard.subject = wizard._proposed()["subject"]

    @api.depends("declaration_id", "kind")
    def _compute_body(self):
        for wizard in self:
            wizard.body = wizard._proposed()["body"]

    @api.depends("subject", "body")
    def _compute_mentions_recall(self):
        for wizard in self:
            text = f"{wizard.subject or ''} {wizard.body or ''}"
            wizard.mentions_recall = french.speaks_of_recall(text)

    @api.depends("declaration_id")
    def _compute_email_from(self):
        return super()._compute_email_from()

    @api.depends("annex_ids")
    def _compute_files(self):
        return super()._compute_files()

    @api.depends(
        *("declaration_id", "email_to", "email_cc", "subject", "body", "annex_ids"),
        *("proposes_recall", "proposes_none"),
    )
    def _compute_preview(self):
        return super()._compute_preview()

    @api.depends("declaration_id", "body", "annex_ids")
    def _compute_identity_warnings(self):
        return super()._compute_identity_warnings()

    def _identity_warnings(self, body):
        return self.declaration_id._identity_warnings(body, self.annex_ids)

    def _files_to_send(self):
        """Return the files that go, as (name, bytes)."""
        return [(one.name, one._bytes()) for one in self.annex_ids]

    def _sending_problems(self, vals):
        """Return what forbids this letter, one sentence each."""
        problems = []
        if not (vals.get("email_to") or "").strip():
            problems.append(self.env._("Say to whom it goes."))
        if self.annex_ids.declaration_id - self.declaration_id:
            problems.append(self.env._("A file is of another case."))
        if self._sent_from_here():
            problems.append(
                self.env._("This letter was sent already, or is being sent.")
            )
        if self.mentions_recall and not (self.proposes_recall or self.proposes_none):
            problems.append(
                self.env._("It speaks of a recall: say whether it proposes one.")
            )
        case, files = self.declaration_id, self._files_to_send()
        number = case.case_number
        if number and number not in (vals.get("subject") or ""):
            problems.append(
                self.env._("The subject lacks the agency's number %s.", number)
            )
        return problems + self.env["ansm.message"]._problems(vals, case, files)

    def _prepare_transmission(self):
        """Return what the transmission holds of this letter."""
        now = fields.Datetime.now()
        # sudo: evidence is sealed by code alone; what left stays as it went
        fresh = self.annex_ids.sudo().filtered(lambda one: not one.sealed_at)
        fresh.write({"sealed_at": now})
        return {
            "kind": self.kind,
            "annexes": " ".join(str(one) for one in self.annex_ids.ids),
            "press": self._press(),
        }

    def _press(self):
        return f"{self._name},{self.id}"

    def _sent_from_here(self):
        """Return what this dialog has sent, or is sending: it sends once."""
        return self.declaration_id.transmission_ids.filtered(
            lambda one: one.press == self._press() and one.state not in NOT_LEFT
        )

    def action_send(self):
        self.ensure_one()
        if not self.id:
            raise UserError(self.env._("Save the letter first."))
        return super().action_send()
