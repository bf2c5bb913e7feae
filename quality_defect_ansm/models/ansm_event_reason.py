# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Changes made without a reason, for which none was given since.
WITHOUT_REASON = Domain("reason_missing", "=", True) & Domain("answer_ids", "=", False)

ACTIVITY = "quality_defect_ansm.activity_reason"


class AnsmEvent(models.Model):
    """The reasons of changes that were made without one.

    In an emergency nothing waits for a reason: the change goes through, says that
    it has none, and becomes a task of the next office day. The task only reminds;
    what misses is read from the events, whatever becomes of the task.
    """

    _inherit = "ansm.event"

    answer_ids = fields.One2many("ansm.event", "answers_id", "Reasons given since")
    without_reason = fields.Boolean(
        compute="_compute_without_reason", search="_search_without_reason"
    )

    @api.depends("reason_missing", "answer_ids")
    def _compute_without_reason(self):
        for event in self:
            event.without_reason = event.reason_missing and not event.answer_ids

    def _search_without_reason(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        return WITHOUT_REASON if wanted else ~WITHOUT_REASON

    def _remind(self):
        """Make one task per case (or one for all the rest) of the missing reasons."""
        for case, events in (
            self.filtered("reason_missing").grouped("declaration_id").items()
        ):
            for user in events.user_id:
                company = events.company_id[:1] or user.company_id
                events._make_task(case, user, company)

    def _make_task(self, case, user, company):
        if self._tasks(case, user):
            return
        link = Markup('<a href="/odoo/ansm-without-reason">%s</a>')
        self._writer().env["mail.activity"].create(
            {
                "activity_type_id": self.env.ref(ACTIVITY).id,
                "res_model_id": self._task_model(case),
                "res_id": case.id,
                "user_id": user.id,
                "date_deadline": company._ansm_next_office_day(fields.Datetime.now()),
                "summary": self.env._("Give the reason of changes"),
                "note": link % self.env._("Open the changes without a reason"),
            }
        )

    def _task_model(self, case):
        return self.env["ir.model"]._get_id(case._name) if case else False

    def _tasks(self, case, user):
        """Return the open tasks of a user for a case, or for what is of no case."""
        return (
            self._writer()
            .env["mail.activity"]
            .search(
                [
                    ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                    ("user_id", "=", user.id),
                    ("res_model", "=", case._name if case else False),
                    ("res_id", "=", case.id),
                ]
            )
        )

    def _give_reasons(self, reasons):
        """Record the reasons of changes that had none.

        :param reasons: text by event
        :raise AccessError: for a change made by somebody else (a manager may)
        """
        self._check_may_explain()
        rows = []
        for event in self:
            text = (reasons.get(event) or "").strip()
            if not text:
                raise UserError(self.env._("Give the reason of each change."))
            rows.append(event._prepare_answer(text))
        self._insert(rows)
        self._close_tasks()

    def _check_may_explain(self):
        self.check_access("read")
        answered = self.filtered(lambda event: not event.without_reason)
        if answered:
            raise UserError(self.env._("These changes have their reason by now."))
        others = self.filtered(lambda event: event.user_id != self.env.user)
        manager = self.env.user.has_group("quality_defect_ansm.group_manager")
        if others and not manager:
            raise AccessError(
                self.env._("Who made a change, or a manager, gives its reason.")
            )

    def _prepare_answer(self, text):
        """Return the event that gives the reason of this one."""
        event = self.sudo()  # sudo: read by who may read it, checked before
        same = (
            *("res_model", "res_id", "model_label", "record_name"),
            *("field_name", "field_label", "old_value", "new_value"),
        )
        return {
            **{name: event[name] for name in same},
            **self._writer()._actor(event.company_id),
            "declaration_id": event.declaration_id.id,
            "company_id": event.company_id.id,
            "kind": "reason_given",
            "at": fields.Datetime.now(),
            "reason": text,
            "answers_id": event.id,
        }

    def _close_tasks(self):
        """Close the tasks of those who have no reason left to give."""
        writer = self._writer()
        for event in self.with_env(writer.env):
            case, user = event.declaration_id, event.user_id
            left = WITHOUT_REASON & Domain("declaration_id", "=", case.id)
            if not writer.search_count(left & Domain("user_id", "=", user.id)):
                self._tasks(case, user).action_done()

    def action_give_reasons(self):
        """Open the dialog on the chosen changes, those that miss a reason."""
        return self.env["ansm.reason.wizard"]._open_on(Domain("id", "in", self.ids))
