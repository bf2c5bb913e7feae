# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request


class CallNote(http.Controller):
    """Hands out the note of a telephone call, for where no network will be."""

    @http.route(
        "/ansm/call-note/<int:case_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def note(self, case_id, proposal="0"):
        """Return the note as a file, to who may telephone for the case.

        :param proposal: the proposal called about; by default all that are incomplete
        """
        case = request.env["ansm.declaration"].search([("id", "=", case_id)])
        recall = case.recall_ids.filtered(lambda one: str(one.id) == proposal)
        if not case or (proposal != "0" and not recall):
            raise request.not_found()
        try:
            page = request.env["ansm.call"]._note(case, recall)
        except AccessError as error:
            raise request.not_found() from error
        name = f"appel-{case.name.replace('/', '-')}.html"
        return request.make_response(
            page,
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
                ("Content-Security-Policy", "sandbox; default-src 'none'"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
