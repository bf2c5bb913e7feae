# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .ansm_incoming import SORTED


class AnsmIncomingEntry(models.Model):
    """One thing done with a message received: matched, moved, confirmed; by whom.

    Only inserted: a match that was wrong stays in sight, the next row corrects it.
    """

    _name = "ansm.incoming.entry"
    _inherit = "ansm.evidence.mixin"
    _description = "Message received: what was done"
    _order = "id"

    incoming_id = fields.Many2one(
        "ansm.incoming", "Message", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index="btree_not_null", ondelete="restrict"
    )
    transmission_id = fields.Many2one(
        "ansm.transmission", "About", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    step = fields.Selection(
        [
            ("matched", "Matched"),
            ("unmatched", "To sort"),
            ("moved", "Put in a case by a person"),
            ("set_aside", "Set aside by a person: none of our cases"),
            ("confirmed", "Confirmed by a person: the agency acknowledges"),
        ],
        required=True,
    )
    rule = fields.Selection(
        [
            ("thread", "It answers a message of ours"),
            ("reference", "Our reference"),
            ("number", "The agency's case number"),
            ("batch", "A batch, from the agency's domain"),
        ],
        "Matched by",
    )
    words = fields.Text("By what, or why")
    case_number = fields.Char("Case number confirmed")
    at = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Who", required=True)

    _evidence_sealed = (
        "incoming_id",
        "declaration_id",
        "transmission_id",
        "company_id",
        "step",
        "rule",
        "words",
        "case_number",
        "at",
        "user_id",
        "user_name",
    )

    def _log(self, cases):
        """Record it in the trail of each case it touches; of the company for none."""
        events = self.env["ansm.event"]
        event = events._writer().env["ansm.incoming.entry"].browse(self.id)
        steps = dict(event._fields["step"]._description_selection(event.env))
        rule = dict(event._fields["rule"]._description_selection(event.env))
        done = [steps[self.step], self.declaration_id.name, rule.get(self.rule)]
        vals = {
            "new_value": " – ".join(filter(None, [*done, self.case_number])),
            "reason": self.words,
        }
        kind = "created" if self.step in ("matched", "unmatched") else "changed"
        events._log_all(
            (self.incoming_id, kind, {**vals, "declaration_id": case.id})
            for case in cases or [self.env["ansm.declaration"]]
        )


class AnsmIncoming(models.Model):
    """Where a message is now, read from its rows."""

    _inherit = "ansm.incoming"

    declaration_id = fields.Many2one(
        "ansm.declaration",
        "Case",
        compute="_compute_place",
        search="_search_declaration_id",
    )
    transmission_id = fields.Many2one(
        "ansm.transmission", "About", compute="_compute_place"
    )
    state = fields.Selection(
        [
            ("to_sort", "To sort"),
            ("matched", "In its case"),
            ("confirmed", "Acknowledgement, confirmed"),
            ("set_aside", "Set aside"),
        ],
        compute="_compute_place",
        search="_search_state",
    )
    rule = fields.Selection(
        lambda self: self._rules(),
        "Matched by",
        compute="_compute_place",
    )

    def _rules(self):
        """Return the rules of the rows, in the user's language."""
        rule = self.env["ansm.incoming.entry"]._fields["rule"]
        return rule._description_selection(self.env)

    @api.depends("entry_ids")
    def _compute_place(self):
        for one in self:
            entries = one.entry_ids.sorted("id")
            last = entries.filtered(lambda entry: entry.step in SORTED)[-1:]
            after = entries.filtered(
                lambda entry, last=last: (
                    entry.step == "confirmed" and entry.id > (last.id or 0)
                )
            )
            one.rule = last.rule
            one.declaration_id = last.declaration_id
            one.transmission_id = last.transmission_id
            states = {"set_aside": "set_aside"}
            one.state = states.get(last.step, "matched") if last else "to_sort"
            if after and last.declaration_id:
                one.state = "confirmed"

    @api.model
    def _search_declaration_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = self.env["ansm.declaration"].browse(one for one in value if one)
        touched = self.env["ansm.incoming.entry"].search(
            [("declaration_id", "in", wanted.ids)]
        )
        found = touched.incoming_id.filtered(lambda one: one.declaration_id in wanted)
        return [("id", "in", found.ids)]

    @api.model
    def _search_state(self, operator, value):
        """Only what waits is searched often: those without a row that places them."""
        if operator != "in":
            return NotImplemented
        placed = [("entry_ids.step", "in", SORTED)]
        if set(value) == {"to_sort"}:
            return ["!", *placed]
        found = self.search(placed).filtered(lambda one: one.state in value)
        waiting = self.search(["!", *placed]) if "to_sort" in value else self.browse()
        return [("id", "in", (found | waiting).ids)]
