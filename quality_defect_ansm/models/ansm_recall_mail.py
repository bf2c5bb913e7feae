# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import email_split

from ..documents.volets import words
from .ansm_letter import AnsmTransmission as Transmission

RECALL = words.french(words.MEASURE_KINDS, "recall")
PROPOSED = words.french(words.MEASURE_STATES, "proposed")
TAKEN = words.french(words.MEASURE_STATES, "taken")
#: The tables of a volet that name measures: of Volet 1, of Volet 2.
MEASURES = ("measures", "market_measures")


class AnsmRecallMail(models.Model):
    """What carries a proposal to the agency: a signed volet or letter, a message.

    Insert-only, written in the transaction that signs or prepares it. Whether it
    has left is read from its transmissions.
    """

    _name = "ansm.recall.mail"
    _inherit = "ansm.evidence.mixin"
    _description = "What carries a recall proposal"
    _order = "id"

    recall_id = fields.Many2one(
        "ansm.recall", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    volet_id = fields.Many2one(
        "ansm.volet", index="btree_not_null", ondelete="restrict"
    )
    transmission_id = fields.Many2one(
        "ansm.transmission", index="btree_not_null", ondelete="restrict"
    )
    notice = fields.Boolean(
        "Says that it is the notice of withdrawal", help="L. 5124-6 CSP"
    )
    at = fields.Datetime(required=True)

    _evidence_sealed = (
        *("recall_id", "declaration_id", "company_id", "volet_id"),
        *("transmission_id", "notice", "at"),
    )

    @api.model
    def _carry(self, recalls, volet=None, transmission=None, notice=False):
        """Record that a signed volet, or a message, carries proposals."""
        # sudo: evidence is made by this method alone, inside signing and sending
        made = self.sudo().create(
            [
                {
                    "recall_id": recall.id,
                    "declaration_id": recall.declaration_id.id,
                    "company_id": recall.company_id.id,
                    "volet_id": volet.id if volet else False,
                    "transmission_id": transmission.id if transmission else False,
                    "notice": notice,
                    "at": fields.Datetime.now(),
                }
                for recall in recalls
            ]
        )
        recalls.declaration_id._clocks_touched()
        return made

    def _transmissions(self):
        return self.volet_id.transmission_ids | self.transmission_id


class AnsmVolet(models.Model):
    """A signed volet that proposes a recall opens the duty to call."""

    _inherit = "ansm.volet"

    def _seal(self, vals):
        signature = super()._seal(vals)
        # in the transaction of the signature: no signed proposal is without its duty
        self._open_recall()
        return signature

    def _open_recall(self):
        """Carry the proposals this version makes; open one for what is new in it."""
        mails = self.env["ansm.recall.mail"]
        if self.recall_id:
            mails._carry(self.recall_id, volet=self, notice=self._is_notice())
        elif self._measures(PROPOSED):
            recalls = self.declaration_id._recalls_of("volet", *self._batches_told())
            mails._carry(recalls, volet=self)

    def _measures(self, state):
        """Return the recalls among the measures that this version names.

        :param state: ``PROPOSED`` or ``TAKEN``, as it is printed
        """
        content = self._content()
        rows = [row for table in MEASURES for row in content.get(table) or []]
        return [row for row in rows if (row["kind"], row["state"]) == (RECALL, state)]

    def _tells_taken(self, number, lots):
        """Whether this version says that the measure of a number, a recall of these
        batches at least, is taken."""
        rows = [row for row in self._measures(TAKEN) if row["number"] == str(number)]
        return any(lots <= set(row.get("lots") or lots) for row in rows)

    def _is_notice(self):
        return bool(self._content().get("notice"))

    def _batches_told(self):
        """Return (batches, names of those no longer in the case) whose recall this
        version proposes: those its measures name, all of it when one names none."""
        rows = self._measures(PROPOSED)
        if all(row.get("lots") for row in rows):
            names = {lot for row in rows for lot in row["lots"]}
            batches = self.declaration_id.batch_ids
        else:
            content, batches = self._content(), self._teller()._distribution_batches()
            told = content.get("batches") or content.get("outcomes") or []
            names = {row["lot"] for row in told}
        found = batches.filtered(lambda one: one.lot_name in names)
        return found, sorted(names - set(found.mapped("lot_name")))


class AnsmTransmission(models.Model):
    """A message that proposes a recall opens the same duty."""

    _inherit = "ansm.transmission"

    proposes_recall = fields.Boolean("Proposes a recall", readonly=True)

    _evidence_sealed = (*Transmission._evidence_sealed, "proposes_recall")

    @api.model
    def _create_prepared(self, origin, vals):
        made = super()._create_prepared(origin, vals)
        if made.proposes_recall:
            case = origin.declaration_id
            recalls = case._recalls_of("letter", case.batch_ids)
            if made._is_to_agency():
                self.env["ansm.recall.mail"]._carry(recalls, transmission=made)
        return made

    def _is_to_agency(self):
        """Whether it goes to the agency's address in force: what tells somebody else
        of a proposal is no mail to the agency."""
        case = self.declaration_id
        agency = self.env["ansm.agency"]._in_force(case.company_id)
        wanted, given = (
            {one.lower() for one in email_split(text or "")}
            for text in (case._address_of(agency), self.email_to)
        )
        return bool(wanted & given)


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _ansm_tell_received(self, incoming):
        """Have the clock run again when the mail of a proposal came back."""
        if incoming.report_bad and self.recall_ids:
            self.recall_ids.invalidate_recordset()
            self._clocks_touched()
        return super()._ansm_tell_received(incoming)

    def _recalls_of(self, source, batches, lots=()):
        """Return the proposals that something is about, one opened for what is new.

        Said again, a proposal stays the one it was; batches of which no proposal
        speaks yet make an extension of it, with a duty of its own.

        :param source: a key of ``ansm_recall.SOURCES``
        :param batches: the batches that are told; none told counts as all
        :param lots: names of those that are told and no longer in the case
        """
        self.ensure_one()
        recalls = self.env["ansm.recall"]
        # sudo: a signatory who is no preparer signs it; the case was checked
        open_ones = self.sudo().recall_ids.filtered(
            lambda one: one.kind != "withdrawal" and not one.withdrawn_by_id
        )
        told = {(one.id, one.lot_name) for one in batches}
        told |= {(False, name) for name in lots}
        held = open_ones.batch_ids._keys()
        found = open_ones.filtered(lambda one: not told or one.batch_ids._keys() & told)
        fresh = batches.filtered(lambda one: (one.id, one.lot_name) not in held)
        gone = [name for name in lots if (False, name) not in held]
        if fresh or gone or not found:
            kind = "extension" if open_ones else "proposal"
            about = open_ones.sorted("id")[-1:]
            found |= recalls._open(self, source, kind, fresh, about, gone).sudo()
        return found
