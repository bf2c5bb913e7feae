# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

#: Evidence is linked in the transaction that makes it, within one request: what says
#: another moment was given that moment by somebody.
TOLERANCE = timedelta(minutes=10)
#: Columns that say when a row was made, of models that are sealed at once.
MADE_AT = ("at", "signed_at", "approved_at")


def column_of(model):
    """Return the column that says when rows of a model were made, or None."""
    if model._evidence_sealed_when:
        return model._evidence_sealed_when
    return next((one for one in MADE_AT if one in model._evidence_sealed), None)


class Moments:
    """Compares when a row says it was made with when it was linked.

    Code that an administrator writes runs with all rights, and may record that
    somebody did something last month: its link cannot be put there.
    """

    def __init__(self, report):
        self.report, self.env = report, report.env

    def check(self, chain, links):
        """Name the rows of some links that say another moment than their link."""
        for link in links:
            model = self.env.get(link.res_model)
            column = column_of(model) if hasattr(model, "_evidence_sealed") else None
            for row_id, row in link.parsed() if column else ():
                self._compare(chain, link, row_id, row.get(column))

    def _compare(self, chain, link, row_id, said):
        made = _moment(said)
        # a link whose moment is gone is named by its hash
        if not made or not link.at:
            return
        # linked a moment later, by a job that may have stood still for days
        early = not link.late and link.at - made > TOLERANCE
        if early or made - link.at > TOLERANCE:
            self.report.say(
                self.env._(
                    "%(record)s says it was made at %(said)s UTC, and %(place)s sealed "
                    "it: its moment was given by somebody.",
                    record=self.report.record(link.res_model, row_id),
                    said=said,
                    place=self.report.place(chain, link),
                ),
                *(chain, link),
            )


def _moment(said):
    try:
        return fields.Datetime.to_datetime(said)
    except (TypeError, ValueError):
        return None  # spoilt: the comparison of its columns says so
