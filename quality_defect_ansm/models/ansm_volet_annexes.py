# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, fields, models

from .ansm_annex import GOES_WITH


class AnsmDeclaration(models.Model):
    """The files of a case, and which of them goes with which volet."""

    _inherit = "ansm.declaration"

    annex_ids = fields.One2many("ansm.annex", "declaration_id", "Annexes")

    def action_add_annex(self):
        """Open the adding of a file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add an annex"),
            "res_model": "ansm.annex.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_declaration_id": self.id},
        }

    def _table_records(self, table, kind, speciality):
        records = super()._table_records(table, kind, speciality)
        if table.key != "annexes":
            return records
        return records.filtered(lambda one: kind in GOES_WITH[one.goes_with])


class AnsmVolet(models.Model):
    """The annexes of a version: those its signed content lists, by their SHA-256."""

    _inherit = "ansm.volet"

    annex_ids = fields.Many2many(
        "ansm.annex", compute="_compute_annex_ids", string="Annexes"
    )

    @api.depends("content", "declaration_id.annex_ids")
    def _compute_annex_ids(self):
        for volet in self:
            known = {one.file_sha256: one for one in volet.declaration_id.annex_ids}
            rows = volet._annex_rows()
            found = (known.get(one["file_sha256"]) for one in rows)
            volet.annex_ids = self.env["ansm.annex"].union(*filter(None, found))

    def _annex_rows(self):
        return self._content().get("annexes", []) if self.content else []

    def _annex_problems(self):
        """Return what of the files that the content lists is lost or changed."""
        self.ensure_one()
        known = {one.file_sha256: one for one in self.annex_ids}
        problems = []
        for row in self._annex_rows():
            annex = known.get(row["file_sha256"])
            content = annex._bytes() if annex else b""
            if not content:
                problems.append(
                    self.env._("The annex “%s” is no longer there.", row["name"])
                )
            elif hashlib.sha256(content).hexdigest() != row["file_sha256"]:
                problems.append(
                    self.env._("The annex “%s” has other bytes now.", row["name"])
                )
        return problems

    def _state_problems(self):
        return super()._state_problems() + self._annex_problems()

    def _files(self):
        """Return the files of the volet as (name, bytes): Word, PDF, annexes."""
        annexes = [(one.name, one._bytes()) for one in self.annex_ids]
        return [*super()._files(), *annexes]

    def _seal(self, vals):
        """Seal with the volet the files that its content lists."""
        # sudo: evidence is sealed by code alone; the signature was checked
        fresh = self.sudo().annex_ids.filtered(lambda one: not one.sealed_at)
        fresh.write({"sealed_at": vals["signed_at"]})
        return super()._seal(vals)

    def _sending_problems(self, vals):
        return super()._sending_problems(vals) + self._annex_problems()
