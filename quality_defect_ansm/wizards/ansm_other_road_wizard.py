# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.ansm_transmission_road import ROADS

#: What a person says of it, each needed.
SAID = ("road", "said_left_at", "said_left_by", "proof_words")


class AnsmOtherRoadWizard(models.TransientModel):
    """Our mail server is down: what to send from elsewhere, then that it was sent.

    The files, the address, the subject and the text are on screen, to take along;
    whoever sent them says how and when, with what proves it, and signs.
    """

    _name = "ansm.other.road.wizard"
    _inherit = "ansm.identity.mixin"
    _description = "Sent by another road"

    volet_id = fields.Many2one("ansm.volet", required=True, readonly=True)
    company_id = fields.Many2one(related="volet_id.company_id", related_sudo=False)
    declaration_id = fields.Many2one(
        related="volet_id.declaration_id", related_sudo=False
    )
    docx = fields.Binary("Word", related="volet_id.docx", related_sudo=False)
    docx_name = fields.Char(related="volet_id.docx_name", related_sudo=False)
    pdf = fields.Binary("PDF", related="volet_id.pdf", related_sudo=False)
    pdf_name = fields.Char(related="volet_id.pdf_name", related_sudo=False)
    annex_ids = fields.Many2many(related="volet_id.annex_ids", related_sudo=False)
    email_to = fields.Char("To", compute="_compute_message")
    subject = fields.Char(compute="_compute_message")
    body = fields.Text(compute="_compute_message")
    phone = fields.Char("Switchboard", compute="_compute_message")
    problems = fields.Text(compute="_compute_message")
    road = fields.Selection(ROADS, "How", default="other_mail")
    said_left_at = fields.Datetime("Left at")
    said_left_by = fields.Char(
        "Sent by", default=lambda self: self.env.user.name, help="Who sent it."
    )
    proof_words = fields.Char(
        "What proves it",
        help="A number, who took it, where the copy is. A file is added to the annexes "
        "first.",
    )
    proof_annex_id = fields.Many2one("ansm.annex", "Proof")
    identity_checked = fields.Boolean("Checked for patient identity")

    @api.depends("volet_id")
    def _compute_message(self):
        for wizard in self:
            volet = wizard.volet_id
            message = volet._prepare_message()
            for name in ("email_to", "subject", "body"):
                wizard[name] = message[name]
            agency = self.env["ansm.agency"]._in_force(volet.company_id)
            wizard.phone = agency.phone
            wizard.problems = "\n".join(wizard._volet_problems())

    def _volet_problems(self):
        volet = self.volet_id
        problems = volet._annex_problems() + volet._already_sent_problems()
        if not self.email_to:
            problems.append(self.env._("No agency address is in force."))
        if not volet._is_approved():
            problems.append(self.env._("%s is not signed yet.", volet.display_name))
        return problems

    def action_sign(self):
        """Record, as the user of the session, after his password, what he says."""
        return self._run()

    def _run(self):
        self.ensure_one()
        self.declaration_id.check_access("write")
        if not self.env.user.has_group("quality_defect_ansm.group_preparer"):
            raise AccessError(self.env._("Who prepares a case records its sendings."))
        self.env["ansm.signatory"]._raise_all(self._problems())
        proof = self._prove_identity()
        self._without_secrets()._record(proof)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _problems(self):
        """Return all that speaks against recording it."""
        problems = self._volet_problems() + [
            self.env._(
                "“%s” is empty.", self._fields[name]._description_string(self.env)
            )
            for name in SAID
            if not (str(self[name] or "")).strip()
        ]
        problems += self.env["ansm.transmission"]._unchecked_problems(
            {"identity_checked": self.identity_checked}
        )
        at = self.said_left_at
        if at and not self.volet_id.sealed_at <= at <= fields.Datetime.now():
            problems.append(
                self.env._("It left between its signature and now: correct “Left at”.")
            )
        if self.proof_annex_id.declaration_id - self.declaration_id:
            problems.append(self.env._("The proof is a file of another case."))
        return problems

    def _record(self, proof):
        self.env.user._ansm_refuse_another_hand()
        names = (*SAID, "proof_annex_id", "identity_checked")
        vals = self._convert_to_write({name: self[name] for name in names})
        self.env["ansm.transmission"]._record_elsewhere(
            self.volet_id,
            self.volet_id._prepare_message(),
            {**vals, "auth_method": proof},
        )
