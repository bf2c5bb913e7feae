# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class AnsmDeclaration(models.Model):
    """A message composed by hand from the case goes by the same rules.

    The agency's numbers are in its subject, whatever its author made of it, and its
    answer comes to the one door, never into the discussion.
    """

    _inherit = "ansm.declaration"

    def _agency_numbers(self):
        """Return the numbers the agency gave to the case and to its specialities."""
        found = [self.case_number, *self.speciality_ids.mapped("case_number")]
        return list(dict.fromkeys(filter(None, found)))

    def _message_compute_subject(self):
        return self._with_numbers(super()._message_compute_subject())

    def _with_numbers(self, subject):
        """Return a subject with the numbers it lacks before it."""
        lacking = [f"[{one}]" for one in self._agency_numbers() if one not in subject]
        return " ".join([*lacking, subject])

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        values = super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
        subject = values.get("subject") or message.subject or ""
        # as a thread of one record; Odoo also calls it on none
        if len(self) == 1:
            values["subject"] = self._with_numbers(subject)
        return values

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        found = super()._notify_get_reply_to_batch(defaults, author_ids)
        for case in self:
            if address := case.company_id._ansm_answers_to():
                found[case.id] = address
        return found
