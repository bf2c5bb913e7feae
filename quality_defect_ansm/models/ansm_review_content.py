# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import textwrap
from bisect import bisect_right

from odoo import models
from odoo.fields import Domain

from .ansm_event_reason import WITHOUT_REASON


class AnsmReview(models.Model):
    """What a review shows, as lines of text, in the language of the trail."""

    _inherit = "ansm.review"

    def _trail_lines(self):
        """Count the events of the period, and list those to look at."""
        domain, events = self._events_domain(), self.env["ansm.event"]
        ids = events.search(domain, order="id").ids
        first, last = (ids[0], ids[-1]) if ids else ("-", "-")
        return [
            self.env._(
                "Events: %(count)s (number %(first)s to %(last)s)",
                count=len(ids),
                first=first,
                last=last,
            ),
            *self._counts(self.env._("What happened"), "kind", domain),
            *self._counts(self.env._("By whom"), "user_name", domain),
            *self._counts(self.env._("On what"), "model_label", domain),
            *self._listed(
                self.env._("Changes without a reason"),
                events.search(domain & WITHOUT_REASON, order="id"),
            ),
            *self._listed(
                self.env._("Failed signings"),
                events.search(domain & Domain("kind", "=", "signing_failed")),
            ),
            *self._listed(
                self.env._("Outside office hours"),
                self._outside_office(events.search(domain, order="id")),
            ),
        ]

    def _events_domain(self):
        start, end = self._bounds()
        mine = Domain("company_id", "in", [self.company_id.id, False])
        return mine & Domain("at", ">=", start) & Domain("at", "<", end)

    def _counts(self, title, name, domain):
        events = self.env["ansm.event"]
        groups = events._read_group(domain, [name], ["__count"])
        labels = {}
        if name == "kind":
            labels = dict(events._fields[name]._description_selection(self.env))
        counts = sorted(groups, key=lambda group: -group[1])
        lines = [f"  {labels.get(value, value)}: {count}" for value, count in counts]
        return ["", f"{title}:", *lines]

    def _listed(self, title, events):
        lines = [
            f"  {event.id}  {event.at} UTC  {event.user_name}  {event.record_name}"
            f"  {event.field_label or ''}  {_short(event.old_value)}"
            f" → {_short(event.new_value)}"
            for event in events
        ]
        return ["", f"{title}: {len(lines)}", *lines]

    def _outside_office(self, events):
        """Return the events outside the office hours of the company's calendar."""
        hours = self.company_id._ansm_office_hours(*self._bounds())
        starts = [start for start, _stop in hours]

        def outside(event):
            index = bisect_right(starts, event.at) - 1
            return index < 0 or event.at >= hours[index][1]

        return events.filtered(outside)

    def _access_lines(self):
        """List who has which right, and what was changed of it in the period."""
        users = self.env["res.users"].with_context(active_test=False)
        holders = users.browse(users._ansm_rights()).sorted("name")
        appointed = self._appointments().user_id
        company = self.company_id
        shown = (holders | appointed).filtered(lambda one: company in one.company_ids)
        start, end = self._bounds()
        changes = (
            self.env["ansm.credential.change"]
            .search(
                [("user_id", "in", shown.ids), ("at", ">=", start), ("at", "<", end)],
                order="id",
            )
            .filtered(lambda one: one.by_id != one.user_id)
        )
        rights = self._events_domain() & Domain("kind", "=", "rights")
        return [
            self.env._("Users with a right: %s", len(shown)),
            *(line for user in shown for line in self._user_lines(user)),
            *self._listed(
                self.env._("Rights changed in the period"),
                self.env["ansm.event"].search(rights, order="id"),
            ),
            "",
            self.env._("Credentials changed by somebody else: %s", len(changes)),
            *(
                f"  {one.at} UTC  {one.user_name}: {one.what} ({one.by_name})"
                for one in changes
            ),
        ]

    def _appointments(self):
        return self.env["ansm.signatory"].search(
            [("company_id", "=", self.company_id.id), ("confirmed_at", "!=", False)]
        )

    def _user_lines(self, user):
        granted = self.env["ansm.event"].search(
            [("kind", "=", "rights"), ("res_id", "=", user.id)], limit=1
        )
        since = self.env._("since before this trail")
        if granted:
            since = self.env._(
                "since event %(number)s of %(at)s UTC by %(who)s",
                number=granted.id,
                at=granted.at,
                who=granted.user_name,
            )
        login = f"{user.login_date} UTC" if user.login_date else self.env._("never")
        mine = self._appointments().filtered(lambda one: one.user_id == user)
        return [
            "",
            f"{user.name} ({user.login})",
            f"  {user._ansm_rights_text()}, {since}",
            *(f"  {self._appointment_text(one)}" for one in mine),
            "  " + self.env._("Last login: %s", login),
        ]

    def _appointment_text(self, signatory):
        states = dict(signatory._fields["state"]._description_selection(self.env))
        last = signatory._last_day() or "…"
        return (
            f"{signatory._role_label()}, {signatory.date_from} – {last} "
            f"({states[signatory.state]})"
        )


def _short(text):
    """Return the beginning of a value, on one line."""
    return textwrap.shorten(text or "", 80, placeholder="…") or "–"
