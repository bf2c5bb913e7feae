# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError


class AnsmSigningWizard(models.TransientModel):
    """The signing of a volet: shows what is signed, asks who signs, every time.

    It remembers the hash of the Word it was opened on: when the volet is made
    again meanwhile, nothing is signed.
    """

    _name = "ansm.signing.wizard"
    _inherit = "ansm.identity.mixin"
    _description = "Sign a volet"

    volet_id = fields.Many2one("ansm.volet", required=True, readonly=True)
    shown_sha256 = fields.Char("SHA-256 of the Word shown", readonly=True)
    content_sha256 = fields.Char(related="volet_id.content_sha256")
    pdf = fields.Binary(related="volet_id.pdf")
    facts = fields.Html(compute="_compute_facts", sanitize=False)
    meaning = fields.Selection(
        [("approved", "Approved"), ("checked", "Checked"), ("prepared", "Prepared")],
        required=True,
    )
    meanings = fields.Char(compute="_compute_meanings")
    my_signatory_ids = fields.Many2many(
        "ansm.signatory", compute="_compute_meanings", string="My appointments"
    )
    signatory_id = fields.Many2one(
        "ansm.signatory",
        "As",
        domain="[('id', 'in', my_signatory_ids)]",
    )

    @api.depends("volet_id")
    @api.depends_context("uid")
    def _compute_meanings(self):
        for wizard in self:
            wizard.meanings = ",".join(wizard.volet_id._meanings())
            wizard.my_signatory_ids = wizard.volet_id._my_appointments()

    @api.depends("volet_id.content")
    def _compute_facts(self):
        for wizard in self:
            wizard.facts = self.env["ir.qweb"]._render(
                "quality_defect_ansm.signing_facts",
                {
                    "volet": wizard.volet_id,
                    "content": json.loads(wizard.volet_id.content or "{}"),
                },
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the hash of what is shown: read here, never given by the client."""
        wizards = super().create(
            [{**vals, "shown_sha256": False} for vals in vals_list]
        )
        for wizard in wizards:
            super(AnsmSigningWizard, wizard).write(
                {"shown_sha256": wizard.volet_id.docx_sha256}
            )
        return wizards

    def write(self, vals):
        if vals.keys() & {"volet_id", "shown_sha256"}:
            raise AccessError(
                self.env._("A signing dialog stays on the document it was opened on.")
            )
        return super().write(vals)

    @api.model
    def _open_on(self, volet):
        """Return the dialog on a volet.

        :raise UserError: listing all that speaks against any signature of his
        """
        signatory = volet._my_appointments()[:1]
        wishes = volet._meanings() or ["approved"]
        problems = [volet._sign_problems(wish, signatory) for wish in wishes]
        possible = [
            wish for wish, found in zip(wishes, problems, strict=True) if not found
        ]
        if not possible:
            signatory._raise_all(problems[0])
        return self.create(
            {
                "volet_id": volet.id,
                "meaning": possible[0],
                "signatory_id": signatory.id,
            }
        )

    def action_sign(self):
        """Sign what was shown, as the user of the session, after his password."""
        return self._run()

    def _run(self):
        self.ensure_one()
        # All that speaks against it first: nobody types a password in vain.
        self.signatory_id._raise_all(self._problems())
        proof = self._prove_identity()
        wizard = self._without_secrets()
        wizard.volet_id._sign(wizard.meaning, wizard.signatory_id, proof)
        return {"type": "ir.actions.act_window_close"}

    def _problems(self):
        problems = self.volet_id._sign_problems(self.meaning, self.signatory_id)
        if self.shown_sha256 != self.volet_id.docx_sha256:
            problems.append(
                self.env._(
                    "%s was made again since it was shown to you: close the dialog, "
                    "read it, and sign that one.",
                    self.volet_id.display_name,
                )
            )
        return problems
