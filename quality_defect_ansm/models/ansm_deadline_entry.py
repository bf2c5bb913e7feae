# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmDeadlineEntry(models.Model):
    """One thing that happened to a clock: insert-only, in the case's chain."""

    _name = "ansm.deadline.entry"
    _inherit = "ansm.evidence.mixin"
    _description = "Deadline: what happened"
    _order = "id"

    deadline_id = fields.Many2one(
        "ansm.deadline", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    step = fields.Selection(
        [
            ("started", "Started"),
            ("notice", "Notice given"),
            ("taken", "“I take it”"),
            ("met", "Met"),
            ("ended", "No longer due"),
            ("replaced", "Replaced: a date changed"),
            ("changed", "New date told"),
            ("renamed", "Named anew"),
            ("reason", "Why it was late"),
        ],
        required=True,
    )
    at = fields.Datetime(required=True)
    rung = fields.Char(help="The last step of the ladder that had passed.")
    words = fields.Text()
    told = fields.Text("Told to")
    user_name = fields.Char("Who", required=True)

    _evidence_sealed = (
        *("deadline_id", "declaration_id", "company_id", "step", "at"),
        *("rung", "words", "told", "user_name"),
    )

    _once = models.UniqueIndex(
        "(deadline_id, rung) WHERE step = 'notice'", "This notice was given already."
    )
    _changed_once = models.UniqueIndex(
        "(deadline_id) WHERE step = 'changed'", "This new date was told already."
    )


class AnsmDeadline(models.Model):
    _inherit = "ansm.deadline"

    def _log(self, step, each=None, **vals):
        """Record one step of each of these clocks, now (UTC), in one insertion.

        :param each: returns the values of one clock
        """
        now, name = fields.Datetime.now(), self._who()
        return self.env["ansm.deadline.entry"].create(
            [
                {
                    "deadline_id": clock.id,
                    "declaration_id": clock.declaration_id.id,
                    "company_id": clock.company_id.id,
                    "step": step,
                    "at": now,
                    "user_name": name,
                    **vals,
                    **(each(clock) if each else {}),
                }
                for clock in self
            ]
        )

    @api.model
    def _who(self):
        actor = self.env["ansm.event"]._writer()._actor(self.env["res.company"])
        return actor["user_name"]
