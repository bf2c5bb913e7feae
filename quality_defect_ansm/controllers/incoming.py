# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import content_disposition, request

from ..documents.mails import reading


class IncomingFile(http.Controller):
    """Hands out a file of a message received: saved, never shown by the browser."""

    @http.route(
        "/ansm/incoming/<int:incoming_id>/<int:index>", type="http", auth="user"
    )
    def file(self, incoming_id, index):
        """Return one file of a message the user may read."""
        incoming = request.env["ansm.incoming"].search([("id", "=", incoming_id)])
        if not incoming:
            raise request.not_found()
        try:
            name, content = reading.part(incoming._bytes(), index)
        except IndexError as error:
            raise request.not_found() from error
        return request.make_response(
            content,
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(name)),
                ("Content-Security-Policy", "sandbox; default-src 'none'"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
