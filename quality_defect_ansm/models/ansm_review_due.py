# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models

from .ansm_review import KINDS

ACTIVITY = "quality_defect_ansm.activity_review"


class AnsmReview(models.Model):
    """When reviews are due: a task for whoever may review.

    Due is what was not done for so many months, whatever day the job runs: a job
    that missed a day misses nothing, and a task that was deleted comes back.
    """

    _inherit = "ansm.review"

    @api.model
    def _due_on(self, company, kind):
        """Return the day a review of a company is due; empty when none is.

        Counted from the last signed one, else from the first event of the company.
        """
        if not company.ansm_review_months:
            return None
        mine = [("company_id", "=", company.id)]
        signed = [*mine, ("kind", "=", kind), ("signed_at", "!=", False)]
        last = self.search(signed, order="signed_at desc", limit=1).signed_at
        first = self.env["ansm.event"].search(mine, order="id", limit=1).at
        since = last or first
        if not since:
            return None
        months = relativedelta(months=company.ansm_review_months)
        return company._ansm_local(since).date() + months

    @api.model
    def _due(self, user):
        """Return, in words, the reviews a user may do and that are due."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            f"{kinds[kind]} – {company.name}"
            for company in user.company_ids
            for kind, _label in KINDS
            for due in [self._due_on(company, kind)]
            if due and due <= company._ansm_today()
            if user in self._reviewers(company)
        ]

    @api.model
    def _remind_due(self):
        """The job: make a task of the reviews that are due."""
        companies = self.env["res.company"].search([])
        users = self.env["res.users"]
        for company in companies:
            users |= self._reviewers(company)
        for user in users.filtered("active"):
            review = self.with_context(lang=user.lang)
            due = review._due(user)
            if due and not self._tasks(user):
                review._make_task(user, due)

    def _make_task(self, user, due):
        text = self.env._("Open the reviews")
        link = Markup('<a href="/odoo/ansm-reviews">%s</a>') % text
        self.env["mail.activity"].create(
            {
                "activity_type_id": self.env.ref(ACTIVITY).id,
                "user_id": user.id,
                "date_deadline": fields.Date.today(),
                "summary": self.env._("Review due"),
                "note": Markup("<br/>").join([*due, link]),
            }
        )

    @api.model
    def _tasks(self, users):
        return self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                ("user_id", "in", users.ids),
            ]
        )

    def _close_tasks(self):
        """Close the tasks of those for whom no review is due any more."""
        # sudo: the tasks are other users' too
        self.sudo()._close_tasks_of(self.company_id)

    @api.model
    def _close_tasks_of(self, companies):
        users = self.env["res.users"]
        for company in companies:
            users |= self._reviewers(company)
        for task in self._tasks(users):
            if not self._due(task.user_id):
                task.action_done()
