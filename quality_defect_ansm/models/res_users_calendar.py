# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hmac
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .ansm_duty import READER

#: What a password of the calendar opens, and nothing else.
SCOPE = "ansm.ics"
#: Days it is valid for; then its owner makes another one.
DAYS = 365


class ResUsers(models.Model):
    """A user's calendar of deadlines has a password of its own: an API key.

    Calendar programs keep what they are given for years, and read by GET alone. So
    the address holds no secret; the password is sent in the header (HTTP Basic),
    which no log keeps, opens the calendar alone, is stored as a hash, ends after a
    year, and is revoked here or with the user's other keys.
    """

    _inherit = "res.users"

    def _ansm_calendar_keys(self):
        # sudo: one's own keys; the hash is no field
        keys = self.env["res.users.apikeys"].sudo()
        return keys.search([("user_id", "=", self.id), ("scope", "=", SCOPE)])

    def _ansm_make_calendar_key(self):
        """Return a new password for the user's calendar; the former one ends.

        :raise AccessError: for who reads no deadline
        """
        self.ensure_one()
        self._ansm_refuse_another_hand()
        if not self.has_group(READER):
            raise AccessError(self.env._("You read no deadline here."))
        self._ansm_calendar_keys().unlink()
        end = fields.Datetime.now() + timedelta(days=DAYS)
        # sudo: longer than another key may be; it opens one list to be read
        keys = self.env["res.users.apikeys"].sudo()
        key = keys._generate(SCOPE, self.env._("Calendar of deadlines"), end)
        until = self.env._("may be read until %s", end.date())
        self._ansm_log_calendar(new_value=until)
        return key

    def _ansm_log_calendar(self, **values):
        label = self.env._("Calendar of deadlines")
        self.env["ansm.event"]._log(self, "rights", field_label=label, **values)

    @api.model
    def _ansm_calendar_user(self, login, key):
        """Return the user a login and a password of the calendar stand for.

        Nobody, whatever is wrong: an unknown login, a revoked or expired password,
        an archived user, one who reads no deadline any more.
        """
        # sudo: nobody is logged in yet
        users = self.sudo()
        if not login or not key:
            return users.browse()
        uid = users.env["res.users.apikeys"]._check_credentials(scope=SCOPE, key=key)
        user = users.browse(uid or [])
        same = hmac.compare_digest((user.login or "").encode(), login.encode())
        return user if same and user.has_group(READER) else users.browse()


class ResUsersApikeys(models.Model):
    """That a calendar is revoked is in the audit trail, wherever it is done."""

    _inherit = "res.users.apikeys"

    def unlink(self):
        users = self.filtered(lambda one: one.scope == SCOPE).user_id
        result = super().unlink()
        for user in users:
            user._ansm_log_calendar(old_value=self.env._("revoked"))
        return result
