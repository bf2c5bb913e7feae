# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models

from ..models.ansm_volet import KINDS

#: The letter of withdrawal has a dialog of its own.
VOLETS = KINDS[:2]


class AnsmVoletWizard(models.TransientModel):
    """The making of a volet: shows all its gaps and changes, asks if it is final."""

    _name = "ansm.volet.wizard"
    _description = "Make a volet"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    speciality_id = fields.Many2one("ansm.speciality", "Other speciality")
    kind = fields.Selection(
        VOLETS, required=True, default=lambda self: self._default_kind()
    )
    final = fields.Boolean("Final version")
    change_reason = fields.Text("Reason of this version")
    rectifies = fields.Boolean(
        "Rectifies a version sent wrong",
        help="The version before was sent wrong: this one rectifies it, and says so.",
    )
    replaces_id = fields.Many2one("ansm.volet", compute="_compute_replaces_id")
    gap_1_ids = fields.One2many(
        "ansm.volet.gap", "wizard_id", domain=[("kind", "=", "volet_1")]
    )
    gap_2_ids = fields.One2many(
        "ansm.volet.gap", "wizard_id", domain=[("kind", "=", "volet_2")]
    )
    changes = fields.Html(compute="_compute_changes", sanitize=False)

    @api.model
    def _default_kind(self):
        """Offer Volet 2 once a Volet 1 is signed; Volet 1 goes without delay."""
        case = self.env["ansm.declaration"].browse(
            self.env.context.get("default_declaration_id")
        )
        signed = case.volet_ids.filtered("sealed_at")
        return "volet_2" if signed else "volet_1"

    @api.depends("declaration_id", "speciality_id", "kind")
    def _compute_replaces_id(self):
        for wizard in self:
            case = wizard.declaration_id
            wizard.replaces_id = case._last_signed(wizard.kind, wizard.speciality_id)

    @api.depends("declaration_id", "speciality_id", "kind", "final")
    def _compute_changes(self):
        for wizard in self:
            replaced = wizard.replaces_id
            content = {"changes": []}
            if replaced:
                content = wizard.declaration_id._prepare_content(
                    wizard.kind,
                    replaced.number + 1,
                    wizard.final,
                    replaced,
                    speciality=wizard.speciality_id,
                )
            wizard.changes = self.env["ansm.volet"]._changes_shown(
                content["changes"], replaced
            )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard.write({"gap_1_ids": wizard._prepare_gaps()})
        return wizards

    def _prepare_gaps(self):
        self.ensure_one()
        return [
            Command.create(
                {
                    "kind": kind,
                    "sentence": gap["sentence"],
                    "res_model": gap["record"]._name,
                    "res_id": gap["record"].id,
                    "page": gap["page"],
                    "field_name": gap["field"],
                }
            )
            for kind, _label in VOLETS
            for gap in self.declaration_id._volet_gaps(kind, self.speciality_id)
        ]

    def action_make(self):
        """Make the volet and open it."""
        self.ensure_one()
        volet = self.env["ansm.volet"]._make(
            self.declaration_id,
            self.kind,
            self.final,
            self.change_reason or "",
            self.speciality_id,
            self.rectifies,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.volet",
            "view_mode": "form",
            "res_id": volet.id,
        }


class AnsmVoletGap(models.TransientModel):
    """One thing a final version still misses, with the way to its field."""

    _name = "ansm.volet.gap"
    _description = "Gap of a volet"

    wizard_id = fields.Many2one("ansm.volet.wizard", required=True, ondelete="cascade")
    kind = fields.Selection(VOLETS, required=True)
    sentence = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    page = fields.Char(readonly=True)
    field_name = fields.Char(readonly=True)

    def action_open(self):
        """Open the record on the tab of the field, the field in view."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
            "context": {"ansm_page": self.page, "ansm_field": self.field_name},
        }
