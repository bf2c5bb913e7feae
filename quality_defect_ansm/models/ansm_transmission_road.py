# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import french
from .ansm_transmission import LEFT
from .ansm_transmission_identity import AnsmTransmission as Transmission

ROADS = [
    ("other_mail", "Another mail program"),
    ("portal", "The agency's portal"),
    ("courier", "Courier or registered letter"),
    ("by_hand", "Handed over"),
]


class AnsmTransmission(models.Model):
    """What left by another road than our mail server, as a person says and signs.

    At night the mail server may be down and the agency has to know all the same.
    Nothing is sent here: who sent what, when and how is recorded, with its proof.
    """

    _inherit = "ansm.transmission"

    road = fields.Selection(ROADS, "Other road", help="Empty: our mail server.")
    said_left_at = fields.Datetime("Left at", help="As the person says, UTC.")
    said_left_by = fields.Char("Sent by")
    proof_words = fields.Char("What proves it")
    proof_annex_id = fields.Many2one("ansm.annex", "Proof", ondelete="restrict")
    signer_name = fields.Char("Recorded by")
    signer_role = fields.Char("Role")
    auth_method = fields.Char("Proof of identity")

    _evidence_sealed = (
        *Transmission._evidence_sealed,
        "road",
        "said_left_at",
        "said_left_by",
        "proof_words",
        "proof_annex_id",
        "signer_name",
        "signer_role",
        "auth_method",
    )

    def _left_at(self):
        """Return when it left (UTC), None when it did not."""
        self.ensure_one()
        if self.state not in LEFT:
            return None
        steps = ("accepted", "settled_sent", "elsewhere", "exercised")
        taken = self.attempt_ids.filtered(lambda one: one.step in steps)
        return self.said_left_at or taken.sorted("id")[:1].at

    @api.model
    def _record_elsewhere(self, volet, message, vals):
        """Record the sending of a signed volet by another road, sealed at once.

        :param message: sender, recipients, subject and body, as they were shown
        :param vals: values of the fields above; who signs was checked just before
        """
        now = fields.Datetime.now()
        actor = self.env["ansm.event"]._writer()._actor(volet.company_id)
        signer = {"signer_name": actor["user_name"], "signer_role": actor["role"]}
        sealed = {**message, **vals, **signer, "started_at": now}
        transmission = self._create_prepared(volet, sealed)
        proof = transmission.proof_annex_id
        proof.filtered(lambda one: not one.sealed_at).write({"sealed_at": now})
        # sudo: evidence is written by code alone; _create_prepared gives it
        attempts = self.env["ansm.transmission.attempt"].sudo()
        attempts._record(transmission, "elsewhere", reply=transmission._road_words())
        transmission._tell()
        return transmission.sudo(False)

    def _road_words(self):
        labels = dict(self._fields["road"]._description_selection(self.env))
        local = self.company_id._ansm_local(self.said_left_at)
        return " – ".join(
            [
                labels[self.road],
                f"{french.date(local)} {french.hour(local)}",
                self.said_left_by,
                self.proof_words,
                f"{self.signer_name} ({self.signer_role})",
            ]
        )
