# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmDutyGap(models.TransientModel):
    """One thing that will be missing, as it is shown: made anew at each opening."""

    _name = "ansm.duty.gap"
    _description = "Gap on duty"
    _order = "date_from, id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(
        [("gap", "Nobody on duty"), ("nomination", "Nomination that ends")],
        required=True,
        readonly=True,
    )
    date_from = fields.Datetime("From", required=True, readonly=True)
    date_to = fields.Datetime("To", readonly=True)
    words = fields.Char("What is missing", required=True, readonly=True)

    def action_open(self):
        """Open what will be missing in the companies that are ticked."""
        self.check_access("read")
        rows = [
            {
                "company_id": company.id,
                "kind": kind,
                "date_from": start,
                "date_to": end,
                "words": words,
            }
            for company in self.env.companies
            for kind, start, end, words in self.env["ansm.duty"]._ahead(company)
        ]
        gaps = self.create(rows)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gaps on duty"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("id", "in", gaps.ids)],
            "help": self.env._("Somebody is on duty at every hour that is looked at."),
        }
