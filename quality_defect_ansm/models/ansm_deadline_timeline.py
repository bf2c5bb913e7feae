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
#: A row: what, its bar, in words; one below the other on a telephone.
BAR = Markup(
    '<div class="row g-0 align-items-center mb-1" title="%(words)s">'
    '<div class="col-12 col-md-4 small pe-2">%(name)s</div>'
    '<div class="col-12 col-md-4"><div class="position-relative bg-light rounded" '
    'style="height:14px">'
    '<div class="position-absolute rounded text-bg-%(colour)s" '
    'style="left:%(left).2f%%;width:%(width).2f%%;height:14px"></div>'
    '<div class="position-absolute border-start border-dark" '
    'style="left:%(now).2f%%;height:14px"></div></div></div>'
    '<div class="col-12 col-md-4 small ps-md-2 text-%(colour)s">%(told)s</div></div>'
)
#: What the bars are drawn on: the first start, the last end.
SCALE = Markup(
    '<div class="row g-0 mb-2 small text-muted"><div class="col-12 col-md-4 '
    'offset-md-4 d-flex justify-content-between"><span>%s</span><span>%s</span></div>'
    '<div class="col-12 col-md-4 ps-md-2">│ %s</div></div>'
)
MARK = Markup(
    '<div class="row g-0 border-top py-1"><div class="col-6 col-md-3">%s</div>'
    '<div class="col-6 col-md-2">%s</div><div class="col-12 col-md-7">%s</div></div>'
)


class AnsmDeclaration(models.Model):
    """The time line of a case: its clocks, sendings, answers and calls."""

    _inherit = "ansm.declaration"

    timeline = fields.Html(
        "Time line", compute="_compute_timeline", sanitize=False, compute_sudo=True
    )

    scheduler_alarm = fields.Char("Scheduler", compute="_compute_scheduler_alarm")

    def _compute_scheduler_alarm(self):
        """Say on the case itself that no notice of it is to be expected."""
        for case in self:
            open_ = case.state != "closed"
            alarm = open_ and self.env["ansm.heartbeat"]._alarm(case.company_id)
            case.scheduler_alarm = alarm

    def _compute_timeline(self):
        now = fields.Datetime.now()
        for case in self:
            held = case.deadline_ids.filtered(
                lambda one: one.met_at or not one.ended_at
            )
            first, last = case._timeline_ends(held, now)
            bars = [case._timeline_bar(one, first, last, now) for one in held]
            marks = sorted(case._timeline_marks(), key=lambda one: one[0])
            local = case.company_id._ansm_local
            rows = [
                MARK % (french.date_hour(local(at)), what, words)
                for at, what, words in marks
            ]
            ends = (french.date(local(first)), french.date(local(last)))
            scale = SCALE % (*ends, self.env._("now"))
            case.timeline = Markup("").join([*bars, scale, *rows])

    def _timeline_ends(self, held, now):
        """Return the first start and the last end (naive UTC) of these clocks."""
        first = min(held.mapped("started_at"), default=now)
        ends = [one.met_at or max(one.due_at, now) for one in held]
        return first, max([*ends, first + timedelta(minutes=1)])

    def _timeline_bar(self, clock, first, last, now):
        """Return a clock as a bar, between the first start and the last end."""
        span = last - first
        end = clock.met_at or clock.due_at
        start = min(clock.started_at, end)
        return BAR % {
            "name": clock._name_in_case(),
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
                f"{one.deadline_id._name_in_case()} {one.rung or ''}",
            )
            for one in self.deadline_ids.entry_ids
            if one.step in ("notice", "taken", "replaced", "changed", "renamed")
        ]
        return marks


def _of_sending(one):
    return " – ".join(filter(None, (one.subject, one.state_words)))
