# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

import psycopg2

from odoo import fields, models
from odoo.fields import NO_ACCESS

_logger = logging.getLogger(__name__)

ACTIVITY = "quality_defect_ansm.activity_deadline"


class MailActivity(models.Model):
    """The task of a clock: made, moved and closed by it.

    Deleting, moving or doing one changes no clock: the next run restores it.
    """

    _inherit = "mail.activity"

    ansm_deadline_id = fields.Many2one(
        "ansm.deadline",
        "Deadline",
        index="btree_not_null",
        ondelete="cascade",
        groups=NO_ACCESS,
    )

    def write(self, vals):
        result = super().write(vals)
        if vals:
            self._ansm_restore()
        return result

    def unlink(self):
        # sudo: clocks are moved by code alone, whoever touches the task
        clocks = self.sudo().ansm_deadline_id
        result = super().unlink()
        self._ansm_look_at(clocks)
        return result

    def _ansm_restore(self):
        """Have the job put a clock's task right again, unless the clock itself did."""
        # sudo: as above
        self._ansm_look_at(self.sudo().ansm_deadline_id)

    def _ansm_look_at(self, clocks):
        if not (self.env.context.get("ansm_clock") and self.env.su):
            clocks._running()._look_now()


class AnsmDeadline(models.Model):
    """Makes, moves and closes its task."""

    _inherit = "ansm.deadline"

    def _sync_activity(self):
        """Put the task of the clock right: one while it runs, none after.

        A task reminds, and proves nothing: one that cannot be written holds neither
        the clock nor its notice back.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._write_activity()
        except psycopg2.OperationalError:
            # another writer was in the way: the whole is run again
            raise
        except Exception:
            _logger.exception("task of deadline %s", self.id)

    def _put_tasks_right(self):
        """Put the tasks there are right: who has the case, what it is about."""
        tasks = self.env["mail.activity"].search([("ansm_deadline_id", "in", self.ids)])
        for clock in tasks.ansm_deadline_id:
            clock._sync_activity()

    def _write_activity(self):
        # sudo: the tasks are other users' too
        activities = self.env["mail.activity"].sudo()
        activities = activities.with_context(
            ansm_clock=True, mail_activity_quick_update=True
        )
        found = activities.search([("ansm_deadline_id", "=", self.id)])
        if self.met_at and not self.ended_at:
            found.action_done()
            return
        if self.ended_at:
            # nobody did what is no longer due, or is due on another day
            found.unlink()
            return
        if not self.declaration_id:
            return
        vals, held = self._prepare_activity(), found[:1]
        if not held:
            activities.create({**vals, **self._activity_place()})
        elif vals != {
            "user_id": held.user_id.id,
            "summary": held.summary,
            "date_deadline": held.date_deadline,
        }:
            held.write(vals)
        (found - held).unlink()

    def _prepare_activity(self):
        user = self._first_to_tell()
        words = self.with_context(lang=user.lang)
        due = self.company_id._ansm_local(self.due_at).date()
        return {
            "user_id": user.id,
            "summary": words.display_name[:200],
            "date_deadline": min(self.target or due, due),
        }

    def _activity_place(self):
        xmlids = self.env["ir.model.data"]
        return {
            "activity_type_id": xmlids._xmlid_to_res_id(ACTIVITY),
            "res_model_id": self.env["ir.model"]._get_id("ansm.declaration"),
            "res_id": self.declaration_id.id,
            "ansm_deadline_id": self.id,
        }
