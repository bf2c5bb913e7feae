# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..documents.mails import reading

#: Steps after which nothing has to be sorted any more.
SORTED = ("matched", "moved", "set_aside")


class AnsmIncoming(models.Model):
    """One message received: its exact bytes, who delivered it, what it says.

    Bytes are kept before anything is made of them, and never change. To which case
    it belongs, who moved it and who confirmed it are rows of their own
    (``ansm.incoming.entry``). No message acts by itself: anybody can write one.
    """

    _name = "ansm.incoming"
    _inherit = "ansm.evidence.mixin"
    _description = "Message received"
    _order = "id desc"
    _rec_name = "subject"

    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    received_at = fields.Datetime("Received at", required=True, index=True)
    road = fields.Selection(
        [
            ("gateway", "Mail gateway"),
            ("person", "Given by a person"),
        ],
        "Delivered by",
        required=True,
        help="Only what the mail gateway delivered is proposed as the agency's.",
    )
    delivered_by_id = fields.Many2one(
        "res.users", "Delivered by (user)", required=True, ondelete="restrict"
    )
    delivered_by_name = fields.Char("Delivered by (name)", required=True)
    raw = fields.Binary("Message, byte for byte", attachment=False, required=True)
    raw_name = fields.Char("Name of the message's file", compute="_compute_raw_name")
    raw_sha256 = fields.Char("SHA-256", required=True)
    outlook = fields.Binary("File of Outlook (.msg)", attachment=False)
    outlook_sha256 = fields.Char("SHA-256 of the Outlook file")
    digest = fields.Char(
        "SHA-256 of what is said",
        required=True,
        help="The same in two copies of a message that came by different ways.",
    )
    size = fields.Integer("Size (bytes)", required=True)
    email_from = fields.Char("From (as it says)")
    email_to = fields.Char("To")
    subject = fields.Char()
    message_id = fields.Char("Message-ID", index="btree_not_null")
    sent_on = fields.Datetime("Sent on (as it says)")
    kind = fields.Selection(
        [
            ("answer", "Answer"),
            ("auto", "Automatic reply"),
            ("report", "Delivery report"),
        ],
        required=True,
    )
    unread = fields.Char("Could not be read whole")
    entry_ids = fields.One2many("ansm.incoming.entry", "incoming_id", "What was done")

    _evidence_sealed = (
        "company_id",
        "received_at",
        "road",
        "delivered_by_id",
        "delivered_by_name",
        "raw",
        "raw_sha256",
        "outlook",
        "outlook_sha256",
        "digest",
        "size",
        "email_from",
        "email_to",
        "subject",
        "message_id",
        "sent_on",
        "kind",
        "unread",
    )

    _same_message = models.UniqueIndex(
        "(company_id, digest)", "This message was received already."
    )

    @api.depends("subject")
    def _compute_raw_name(self):
        for one in self:
            one.raw_name = f"message-{one.id}.eml"

    @api.depends("subject", "email_from")
    def _compute_display_name(self):
        for one in self:
            subject = one.subject or self.env._("(no subject)")
            one.display_name = f"{subject} – {one.email_from or '?'}"

    @api.model
    def _take(self, raw, road, company, outlook=b"", case_id=False):
        """Keep a message and match it, each in a transaction of its own.

        The bytes stay whatever happens to the caller's transaction: after an error
        the mail server would be told that the message was taken.

        :param raw: its bytes
        :param road: a key of the field
        :param company: whose it is when it names no case of another one
        :param outlook: the .msg file it was read from
        :param case_id: where a person adds it when nothing in it says better
        :return: (the message, whether it was received already); the caller's own
            transaction may have begun too early to see its row
        """
        told = reading.read(raw)
        chains = self.env["ansm.chain"]
        incoming_id, known = chains._retry(
            lambda env: self.with_env(env)._keep(raw, told, road, company, outlook)
        )
        if not known:
            chains._retry(
                lambda env: (
                    self.with_env(env).browse(incoming_id)._match(told, case_id)
                )
            )
        return self.browse(incoming_id), known

    def _keep(self, raw, told, road, company, outlook):
        company = self._company_of(told, company)
        same = [("company_id", "=", company.id), ("digest", "=", told["digest"])]
        known = self.search(same, limit=1)
        if known:
            return known.id, True
        names = ("email_from", "email_to", "subject", "message_id", "sent_on")
        kept = self.create(
            {
                **{name: told[name] for name in (*names, "kind", "unread", "digest")},
                "company_id": company.id,
                "received_at": fields.Datetime.now(),
                "road": road,
                "delivered_by_id": self.env.uid,
                "delivered_by_name": self.env.user.name,
                "raw": base64.b64encode(raw),
                "raw_sha256": hashlib.sha256(raw).hexdigest(),
                "outlook": base64.b64encode(outlook) if outlook else False,
                "outlook_sha256": outlook and hashlib.sha256(outlook).hexdigest(),
                "size": len(raw),
            }
        )
        return kept.id, False

    def _company_of(self, told, company):
        """Return the company of the case it names, else the one it came to."""
        found = self.env["ansm.incoming.matching"]._find(told, None)
        return found["declaration"].company_id or company

    def _match(self, told, case_id=False):
        """Record to which case it belongs; else tell those who sort."""
        self.ensure_one()
        found = self.env["ansm.incoming.matching"]._find(told, self.company_id)
        if found["declaration"]:
            self._add_entry("matched", **found)
            self.declaration_id._ansm_tell_received(self)
        elif case_id:
            case = self.env["ansm.declaration"].browse(case_id)
            words = self.env._("Added on the case by hand")
            self._add_entry("moved", case, words=words)
        else:
            self._add_entry("unmatched", words=found["words"])
            self.company_id._ansm_sorting_tasks()

    def _add_entry(self, step, declaration=None, **vals):
        """Insert one row of what was done with it, now, by the current user."""
        before = self.declaration_id
        case = declaration or self.env["ansm.declaration"]
        # sudo: evidence is written by code alone; callers check the rights
        entries = self.env["ansm.incoming.entry"].sudo()
        entry = entries.create(
            {
                "incoming_id": self.id,
                "declaration_id": case.id,
                "company_id": self.company_id.id,
                "step": step,
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "user_name": self.env.user.name,
                **vals,
            }
        )
        entry._log(before | case)
        return entry

    def _bytes(self):
        """Return the exact bytes."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).raw or b"")

    def _check_sorter(self):
        """Refuse who does not prepare cases.

        :raise AccessError: in words
        """
        self.check_access("read")
        if not self.env.user.has_group("quality_defect_ansm.group_preparer"):
            raise AccessError(self.env._("Who prepares cases sorts the messages."))

    def _move(self, case, reason):
        """Put it in another case, or in none of ours, with the reason.

        :param case: a case of its company, empty when it concerns none
        :raise UserError: listing what is missing
        """
        self.ensure_one()
        self._check_sorter()
        problems = []
        if case and case.company_id != self.company_id:
            problems.append(self.env._("%s is another company's.", case.display_name))
        if case and case == self.declaration_id:
            problems.append(self.env._("It is in this case already."))
        if not (reason or "").strip():
            problems.append(self.env._("Say why."))
        if problems:
            raise UserError("\n".join(problems))
        if case:
            case.check_access("write")
        step = "moved" if case else "set_aside"
        self._add_entry(step, case, words=reason.strip())
        # sudo: the tasks are other users' too
        self.sudo().company_id._ansm_sorting_tasks()
