# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models

from .. import french

COLOURS = {
    "late": "danger",
    "today": "warning",
    "soon": "warning",
    "later": "info",
    "met": "success",
    "met_late": "danger",
    "ended": "secondary",
}
BAR = Markup(
    '<div class="d-flex align-items-center mb-1" title="%(words)s">'
    '<div class="text-truncate small pe-2" style="width:32%%">%(name)s</div>'
    '<div class="position-relative bg-light rounded" style="width:42%%;height:14px">'
    '<div class="position-absolute rounded text-bg-%(colour)s" '
    'style="left:%(left).2f%%;width:%(width).2f%%;height:14px"></div>'
    '<div class="position-absolute border-start border-dark" '
    'style="left:%(now).2f%%;height:14px"></div></div>'
    '<div class="small ps-2 text-%(colour)s" style="width:26%%">%(told)s</div></div>'
)
MARK = Markup(
    '<tr><td class="text-nowrap pe-3">%s</td><td class="pe-3">%s</td><td>%s</td></tr>'
)


class AnsmDeclaration(models.Model):
    """The time line of a case: its clocks, sendings, answers and calls."""

    _inherit = "ansm.declaration"

    timeline = fields.Html(
        "Time line", compute="_compute_timeline", sanitize=False, compute_sudo=True
    )

    def _compute_timeline(self):
        now = fields.Datetime.now()
        for case in self:
            held = case.deadline_ids.filtered(
                lambda one: one.met_at or not one.ended_at
            )
            bars = [case._timeline_bar(one, held, now) for one in held]
            marks = sorted(case._timeline_marks(), key=lambda one: one[0])
            local = case.company_id._ansm_local
            rows = [
                MARK % (french.date_hour(local(at)), what, words)
                for at, what, words in marks
            ]
            table = Markup('<table class="table table-sm mt-3">%s</table>')
            case.timeline = Markup("").join([*bars, table % Markup("").join(rows)])

    def _timeline_bar(self, clock, held, now):
        """Return a clock as a bar, between the first start and the last end."""
        first = min(held.mapped("started_at"))
        ends = [one.met_at or max(one.due_at, now) for one in held]
        span = max(max(ends) - first, timedelta(minutes=1))
        end = clock.met_at or clock.due_at
        start = min(clock.started_at, end)
        return BAR % {
            "name": clock.display_name,
            "words": clock.words,
            "told": clock.band_words,
            "colour": COLOURS[clock.band],
            "left": max((start - first) / span * 100, 0),
            "width": max((end - start) / span * 100, 1),
            "now": min((now - first) / span * 100, 100),
        }

    def _timeline_marks(self):
        """Return (UTC moment, what, words) of all that was done."""
        marks = [
            (one.started_at or one.prepared_at, self.env._("Sending"), _of_sending(one))
            for one in self.transmission_ids
        ]
        marks += [
            (one.received_at, self.env._("Received"), one.display_name)
            for one in self.answer_ids
        ]
        marks += [
            (one.started_at, self.env._("Telephone"), one.state_words)
            for one in self.call_ids
        ]
        marks += [
            (one.opened_at, self.env._("Recall"), one.display_name)
            for one in self.recall_ids
        ]
        steps = self.env["ansm.deadline.entry"]._fields["step"]
        labels = dict(steps._description_selection(self.env))
        marks += [
            (
                one.at,
                labels[one.step],
                f"{one.deadline_id.display_name} {one.rung or ''}",
            )
            for one in self.deadline_ids.entry_ids
            if one.step in ("notice", "taken", "replaced")
        ]
        return marks


def _of_sending(one):
    return f"{one.subject}: {one.state_words or ''}"
