# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

KINDS = [("trail", "Audit trail"), ("access", "Access rights")]


class AnsmReview(models.Model):
    """A review of the audit trail, or of the access rights, of a company.

    What is reviewed is a text made once, from what was recorded then; the reviewer
    reads it, concludes and signs by his own means (EU GMP Annex 11 §9 and §11).
    From then on it is evidence. No user writes here: the dialogs do.
    """

    _name = "ansm.review"
    _inherit = "ansm.evidence.mixin"
    _description = "Review"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "Review of", required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True, help="Last day of the period.")
    content = fields.Text("What was reviewed", required=True)
    content_sha256 = fields.Char("SHA-256 of the text", required=True)
    prepared_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    prepared_by_name = fields.Char("Prepared by", required=True)
    prepared_at = fields.Datetime(required=True)
    conclusion = fields.Text()
    reviewer_id = fields.Many2one("res.users", ondelete="restrict")
    reviewer_name = fields.Char("Reviewed by")
    reviewer_role = fields.Char("In the role of")
    signed_at = fields.Datetime(index=True)
    auth_method = fields.Char("Proof of identity")

    _evidence_sealed_when = "signed_at"
    _evidence_sealed = (
        "company_id",
        "kind",
        "date_from",
        "date_to",
        "content",
        "content_sha256",
        "prepared_by_id",
        "prepared_by_name",
        "prepared_at",
        "conclusion",
        "reviewer_id",
        "reviewer_name",
        "reviewer_role",
        "signed_at",
        "auth_method",
    )

    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A period ends on or after the day it starts."
    )

    @api.depends("kind", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            period = f"{review.date_from} – {review.date_to}"
            review.display_name = f"{kinds.get(review.kind)}, {period}"

    @api.model
    def _make(self, company, kind, date_from, date_to):
        """Return a review to sign, with its text, as of now.

        :param date_from: first day, in the company's zone
        :param date_to: last day
        :raise AccessError: for whoever may not review that company
        """
        self._check_reviewer(company)
        # sudo: reviews are written by code alone, the right was checked above
        review = self.sudo().create(
            {
                "company_id": company.id,
                "kind": kind,
                "date_from": date_from,
                "date_to": date_to,
                "content": "-",
                "content_sha256": "-",
                **self._prepared(),
            }
        )
        review._write_content()
        return review.with_env(self.env)

    @api.model
    def _prepared(self):
        return {
            "prepared_by_id": self.env.uid,
            "prepared_by_name": self.env.user.name,
            "prepared_at": fields.Datetime.now(),
        }

    def _write_content(self):
        """Make the text anew, in the language of the trail."""
        writer = self.env["ansm.event"]._writer()
        lines = self.with_env(writer.env)._content_lines()
        text = "\n".join(lines)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.write({"content": text, "content_sha256": digest})

    def _content_lines(self):
        if self.kind == "trail":
            return self._head_lines() + self._trail_lines()
        return self._head_lines() + self._access_lines()

    def _head_lines(self):
        start, end = self._bounds()
        chain = self.env["ansm.chain"]._of(self.company_id)
        return [
            self.env._("Company: %s", self.company_id.name),
            self.env._(
                "Period: %(first)s to %(last)s (%(start)s to %(end)s UTC)",
                first=self.date_from,
                last=self.date_to,
                start=start,
                end=end,
            ),
            self.env._(
                "Made at %(at)s UTC by %(who)s",
                at=self.prepared_at,
                who=self.prepared_by_name,
            ),
            self.env._("Head of the company's chain: %s", chain.head_text),
        ]

    def _bounds(self):
        """Return the period as naive UTC datetimes; the end is not in it."""
        zone, utc = ZoneInfo(self.company_id.ansm_tz), ZoneInfo("UTC")
        days = (self.date_from, self.date_to + timedelta(days=1))
        start, end = (
            datetime.combine(day, time(), zone).astimezone(utc).replace(tzinfo=None)
            for day in days
        )
        return start, end

    @api.model
    def _check_reviewer(self, company):
        if self.env.user not in self._reviewers(company):
            raise AccessError(
                self.env._(
                    "A manager of %s, or a signatory in force, reviews.", company.name
                )
            )

    @api.model
    def _reviewers(self, company):
        """Return the users who may review a company."""
        # sudo: the users of a company are not readable by everybody
        managers = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    (
                        "all_group_ids",
                        "in",
                        self.env.ref("quality_defect_ansm.group_manager").ids,
                    ),
                    ("company_ids", "in", company.ids),
                ]
            )
        )
        signatories = self.env["ansm.signatory"].sudo()._in_force(company)
        return (managers | signatories.user_id).with_env(self.env)

    def action_make_again(self):
        """Make the text of a review that is not signed again, as of now."""
        self.ensure_one()
        self._check_reviewer(self.company_id)
        if self.signed_at:
            raise UserError(self.env._("This review is signed: it stays as it is."))
        # sudo: reviews are written by code alone, the right was checked above
        self.sudo().write(self._prepared())
        self.sudo()._write_content()

    def action_sign(self):
        """Open the signing: the text, the conclusion, the password."""
        self.ensure_one()
        self._check_reviewer(self.company_id)
        wizard = self.env["ansm.review.signing"].create({"review_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign the review"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _sign_problems(self, conclusion, shown_sha256):
        """Return all that speaks against signing what was shown."""
        problems = []
        if self.signed_at:
            problems.append(self.env._("This review is signed already."))
        if not (conclusion or "").strip():
            problems.append(self.env._("Write the conclusion of the review."))
        digest = hashlib.sha256((self.content or "").encode()).hexdigest()
        if not shown_sha256 == self.content_sha256 == digest:
            problems.append(
                self.env._("The text was made again since it was shown: read it first.")
            )
        return problems

    def _sign(self, conclusion, shown_sha256, auth_method):
        """Sign as the current user, whose identity was checked just before."""
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        self._check_reviewer(self.company_id)
        review, signatory = self.sudo(), self.env["ansm.signatory"]
        try:
            # sudo: locking a row takes the right to write it, and nobody has it
            review.lock_for_update()
        except LockError:
            signatory._raise_all([self.env._("Somebody else is signing it now.")])
        signatory._raise_all(review._sign_problems(conclusion, shown_sha256))
        actor = self.env["ansm.event"]._writer()._actor(self.company_id)
        review.write(
            {
                "conclusion": conclusion.strip(),
                "reviewer_id": actor["user_id"],
                "reviewer_name": actor["user_name"],
                "reviewer_role": actor["role"],
                "signed_at": fields.Datetime.now(),
                "auth_method": auth_method,
            }
        )
        self.env["ansm.event"]._log(
            review, "reviewed", new_value=conclusion.strip(), reason=auth_method
        )
        self._close_tasks()
