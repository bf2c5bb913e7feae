# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmVoletWizard(models.TransientModel):
    """The making of a volet: shows all its gaps, asks whether it is final."""

    _name = "ansm.volet.wizard"
    _description = "Make a volet"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    kind = fields.Selection([("volet_1", "Volet 1")], required=True, default="volet_1")
    final = fields.Boolean("Final version")
    change_reason = fields.Text("Reason of this version")
    replaces_id = fields.Many2one("ansm.volet", compute="_compute_replaces_id")
    gaps = fields.Html(compute="_compute_gaps", sanitize=False)

    @api.depends("declaration_id", "kind")
    def _compute_replaces_id(self):
        for wizard in self:
            wizard.replaces_id = wizard.declaration_id.volet_ids.filtered(
                lambda volet, wizard=wizard: volet.kind == wizard.kind
                and volet.sealed_at
            ).sorted("number")[-1:]

    @api.depends("declaration_id")
    def _compute_gaps(self):
        for wizard in self:
            wizard.gaps = self.env["ir.qweb"]._render(
                "quality_defect_ansm.volet_gaps",
                {
                    "sentences": [
                        one for _name, one in wizard.declaration_id._volet_gaps()
                    ]
                },
            )

    def action_make(self):
        """Make the volet and open it."""
        self.ensure_one()
        volet = self.env["ansm.volet"]._make(
            self.declaration_id, self.kind, self.final, self.change_reason or ""
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.volet",
            "view_mode": "form",
            "res_id": volet.id,
        }
