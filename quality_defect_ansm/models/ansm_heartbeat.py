# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import french

CRON = "quality_defect_ansm.cron_deadlines"
#: Minutes after which the heartbeat is too old: the job runs every five.
LIMIT = 30


class AnsmHeartbeat(models.Model):
    """When the scheduler of deadlines last did its work: our own row, written last.

    ``ir.cron.lastcall`` is set on failure too.
    """

    _name = "ansm.heartbeat"
    _description = "Last run of the scheduler of deadlines"

    at = fields.Datetime(required=True)
    swept = fields.Integer(help="The last case looked at in turn.")
    failed = fields.Integer(help="Deadlines of the last run that were not reckoned.")

    @api.model
    def _last(self):
        """Return when it last ended its work, UTC; None when it never did."""
        # sudo: a time everybody may see
        return self.sudo()._row().at or None

    def _row(self):
        # two nodes may have made one each at first: the same one is kept
        return self.search([], order="id", limit=1)

    @api.model
    def _beat(self, failed=0):
        # sudo: as above, and nobody writes it by hand
        row, vals = self.sudo()._row(), {"at": fields.Datetime.now(), "failed": failed}
        if row:
            row.write(vals)
        else:
            row.create(vals)

    @api.model
    def _words(self, company):
        """Return (« dernier passage du planificateur … », whether it is too old)."""
        last = self._last()
        if not last:
            return self.env._("The scheduler of deadlines never ran"), True
        age = fields.Datetime.now() - last
        words = self.env._(
            "Last run of the scheduler: %(at)s, %(age)s ago",
            at=french.date_hour(company._ansm_local(last)),
            age=french.elapsed(age),
        )
        # sudo: a number everybody may see
        failed = self.sudo()._row().failed
        if failed:
            words += self.env._(
                " – %s deadline(s) could not be reckoned anew; their notices go on by "
                "what was known: an administrator has to look in the log",
                failed,
            )
        return words, bool(failed) or age.total_seconds() > LIMIT * 60

    @api.model
    def _why_stalled(self):
        """Return why the job does not run, in words; False when it may."""
        # sudo: a fact everybody has to see
        job = self.env.ref(CRON, False)
        if not job or not job.sudo().active:
            return self.env._(
                "The scheduled job of deadlines is switched off: an administrator "
                "switches it on (Settings, Technical, Scheduled Actions)."
            )
        waiting = [("state", "in", ("to upgrade", "to install", "to remove"))]
        if self.env["ir.module.module"].sudo().search_count(waiting, limit=1):
            return self.env._(
                "A module waits for its upgrade: scheduled jobs stand still until an "
                "administrator ends it."
            )
        return False

    @api.model
    def _alarm(self, company):
        """Return why nobody should rely on notices now, in words; False when all is
        well. Nothing of it needs the scheduler."""
        words, old = self._words(company)
        return self._why_stalled() or (old and words)
