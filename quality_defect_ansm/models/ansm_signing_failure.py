# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from math import ceil

from odoo import api, fields, models

#: Failures older than this slow nothing down any more.
WINDOW = timedelta(minutes=10)
#: The longest wait between two tries, in seconds. Never a lock-out: a recall is
#: signed at 23:00 on a Sunday too.
LONGEST_WAIT = 30


class AnsmSigningFailure(models.Model):
    """One try to prove one's identity that has not succeeded.

    Odoo's own cooldown is per process and address, and does not cover a check
    made within a session. A try is counted before the password is looked at, on
    a cursor of its own: it survives the rollback of the request, and tries made
    at the same time slow each other down too. A success takes its row away.
    """

    _name = "ansm.signing.failure"
    _description = "Failed try to sign"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict"
    )
    tried_at = fields.Datetime("Tried at", required=True)

    @api.model
    def _wait(self, failures, since_last):
        """Return how many seconds to wait, after so many failures.

        :param failures: their number in the last minutes
        :param since_last: timedelta since the last one
        """
        if not failures:
            return 0
        delay = min(2 ** (failures - 1), LONGEST_WAIT)
        return max(ceil(delay - since_last.total_seconds()), 0)

    @api.model
    def _try(self):
        """Count a try of the current user, unless he has to wait.

        :return: (seconds to wait, id of the row to forgive on success)
        """
        with self.env.registry.cursor() as cr:
            # Before anything is read: under REPEATABLE READ only what is locked
            # before the snapshot shows the tries of the others.
            cr.execute("LOCK TABLE ansm_signing_failure IN SHARE ROW EXCLUSIVE MODE")
            # sudo: nobody has the right to write here.
            return self.with_env(self.env(cr=cr, su=True))._count_try()

    @api.model
    def _count_try(self):
        now = fields.Datetime.now()
        recent = self.search(
            [("user_id", "=", self.env.uid), ("tried_at", ">", now - WINDOW)]
        )
        since_last = now - recent[:1].tried_at if recent else timedelta()
        wait = self._wait(len(recent), since_last)
        if wait:
            return wait, None
        return 0, self.create({"user_id": self.env.uid, "tried_at": now}).id

    @api.model
    def _tell_trail(self, dialog):
        """Record a failed try in the audit trail, which keeps it.

        On a cursor of its own: the request is undone. Nothing was written yet in
        that request, so this waits for none of its locks.
        """
        self.env["ansm.chain"]._retry(
            lambda env: env["ansm.event"]._log(
                env.user, "signing_failed", new_value=dialog._description
            )
        )

    @api.model
    def _forgive(self, row_id):
        """Take a try that succeeded out of the failures."""
        with self.env.registry.cursor() as cr:
            # sudo: nobody has the right to write here.
            self.with_env(self.env(cr=cr, su=True)).browse(row_id).unlink()
