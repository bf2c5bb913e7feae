# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .. import chains, french
from ..documents import trail
from ..models.ansm_annex import clean_name

#: What is exported of each event.
EVENT_FIELDS = tuple(name for name in trail.COLUMNS if name != "id")
#: What is exported of each link of a chain: what its hash is made of.
LINK_FIELDS = ("seq", "at", "previous", "hash_version", "res_model", "late")


class AnsmTrailExport(models.TransientModel):
    """The audit trail of a case, or of a period, for somebody without Odoo.

    A zip file: the events as CSV and PDF, the links of the chain and its heads that
    left, the volets, the messages sent and received, the SHA-256 of each, and how to
    check it all. It is read with the rights of who exports, and exporting is an event.
    """

    _name = "ansm.trail.export"
    _description = "Export the audit trail"

    declaration_id = fields.Many2one("ansm.declaration", "Case", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    date_from = fields.Date("From")
    date_to = fields.Date("To", help="Last day of the period.")
    file = fields.Binary("Zip file", attachment=False, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.depends("declaration_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.declaration_id.company_id or self.env.company

    def action_export(self):
        """Make the zip file, and show it to be downloaded."""
        self.ensure_one()
        self._check_export()
        made = trail.archive(self._files())
        self.write({"file": base64.b64encode(made), "file_name": self._file_name()})
        # sudo: the company, for who may not write it; it is only named here
        about = self.declaration_id or self.company_id.sudo()
        self.env["ansm.event"]._log(
            about,
            "exported",
            new_value=f"SHA-256 {hashlib.sha256(made).hexdigest()}",
            reason=self.file_name,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_export(self):
        if self.declaration_id:
            self.declaration_id.check_access("read")
            return
        if not self.env.user.has_group("quality_defect_ansm.group_manager"):
            raise AccessError(self.env._("A manager exports the trail of a period."))
        self.company_id.check_access("read")
        if not (self.date_from and self.date_to):
            raise UserError(self.env._("Give the first and the last day."))

    def _file_name(self):
        about = self.declaration_id.name or self.company_id.name
        period = "" if self.declaration_id else f"_{self.date_from}_{self.date_to}"
        return re.sub(r"[^\w-]+", "-", f"piste-audit_{about}{period}") + ".zip"

    def _files(self):
        """Return the files as (path in the zip, bytes)."""
        events = self._events()
        rows = [self._event_row(event) for event in events]
        links = [self._link_row(link) for link in self._links()]
        return [
            ("LISEZMOI.txt", trail.README.read_bytes()),
            ("trail.csv", trail.table(list(trail.COLUMNS.values()), rows)),
            ("trail.pdf", trail.pdf(self._title(), self._facts(len(rows)), rows)),
            ("chaine.csv", trail.table(list(trail.LINK_COLUMNS), links)),
            ("tetes.csv", trail.table(list(trail.HEAD_COLUMNS), self._head_rows())),
            *self._documents(),
        ]

    def _in_french(self, model):
        """Return a model as the export is written: in French where it is there."""
        lang = self.env["ansm.event"]._writer().env.lang
        return self.env[model].with_context(lang=lang)

    def _events(self):
        events = self._in_french("ansm.event")
        case = Domain("declaration_id", "=", self.declaration_id.id)
        domain = case if self.declaration_id else self._of_period()
        return events.search(domain, order="id")

    def _of_period(self):
        start, end = self._bounds()
        mine = Domain("company_id", "=", self.company_id.id)
        return mine & Domain("at", ">=", start) & Domain("at", "<", end)

    def _bounds(self):
        period = {"date_from": self.date_from, "date_to": self.date_to}
        review = self.env["ansm.review"]
        return review.new({"company_id": self.company_id.id, **period})._bounds()

    def _links(self):
        return self._of_chain("ansm.chain.link", "seq")

    def _head_rows(self):
        """Return the heads that left, the ones printed and mailed say, as texts."""
        heads = self._of_chain("ansm.chain.head", "id")
        ways = dict(heads._fields["way"]._description_selection(heads.env))
        return [
            [
                *(head.chain_id.code, str(head.length), str(head.at), ways[head.way]),
                chains.head_text(head.chain_id.code, head.length, head.head),
            ]
            for head in heads
        ]

    def _of_chain(self, model, order):
        """Return the rows of the chain that is exported, those of the period."""
        chain = self.env["ansm.chain"]._of(self.company_id, self.declaration_id)
        domain = Domain("chain_id", "=", chain.id)
        if not self.declaration_id:
            start, end = self._bounds()
            domain &= Domain("at", ">=", start) & Domain("at", "<", end)
        # sudo: links and heads are the managers'; who reads a case may check its
        # chain, and a period is exported by managers alone
        return self._in_french(model).sudo().search(domain, order=order)

    def _event_row(self, event):
        kinds = dict(event._fields["kind"]._description_selection(event.env))
        shown = {
            **{name: event[name] or "" for name in EVENT_FIELDS},
            "kind": kinds[event.kind],
            "reason_missing": "oui" if event.reason_missing else "",
            "answers_id": event.answers_id.id or "",
        }
        return [str(event.id), *(str(shown[name]) for name in EVENT_FIELDS)]

    def _link_row(self, link):
        values = [str(link[name]) for name in LINK_FIELDS]
        return [link.chain_id.code, *values, link.rows, link.hash]

    def _title(self):
        about = self.declaration_id.display_name or self.company_id.name
        return f"Piste d’audit – {about}"

    def _facts(self, count):
        """Return what stands at the head of the PDF, as (name, text)."""
        company, case = self.company_id, self.declaration_id
        now = company._ansm_local(fields.Datetime.now())
        facts = [("Exploitant", company.name)]
        if case:
            facts += [
                ("Dossier", case.name),
                ("Numéro de l’agence", case.case_number or "–"),
                ("Spécialité", case.medicine_id.name or "–"),
                ("Lots", case.batch_names or "–"),
            ]
        else:
            first, last = french.date(self.date_from), french.date(self.date_to)
            facts.append(("Période", f"du {first} au {last}"))
        return [
            *facts,
            ("Événements", str(count)),
            ("Imprimé le", french.moment(now)),
            ("Imprimé par", f"{self.env.user.name} ({self.env.user.login})"),
        ]

    def _documents(self):
        """Yield the volets and the messages, each in its folder."""
        case = self.declaration_id
        for volet in case.volet_ids.sorted("id"):
            folder = "volets" if volet._is_approved() else "volets-non-signes"
            for name, content in volet._files():
                yield f"{folder}/{name}", content
        for sent in case.transmission_ids.with_context(bin_size=False).sorted("id"):
            if sent.eml:
                yield f"envois/{sent.eml_name}", base64.b64decode(sent.eml)
        for decision in self._decisions().sorted("id"):
            if proof := decision.with_context(bin_size=False).proof:
                name = clean_name(decision.proof_name)
                yield f"decisions/{decision.id}-{name}", base64.b64decode(proof)
        for received in self._received().sorted("id"):
            yield f"recus/{received.raw_name}", received._bytes()
            if outlook := received.with_context(bin_size=False).outlook:
                yield f"recus/message-{received.id}.msg", base64.b64decode(outlook)

    def _decisions(self):
        """Return the decisions of the case; of a period, those prepared in it."""
        if self.declaration_id:
            return self.declaration_id.nonconformity_id.ansm_decision_ids
        start, end = self._bounds()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("prepared_at", ">=", start) & Domain("prepared_at", "<", end)
        return self.env["ansm.decision"].search(domain)

    def _received(self):
        """Return the messages of the case; of a period, those that are in no case."""
        if self.declaration_id:
            return self.declaration_id.answer_ids
        start, end = self._bounds()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("received_at", ">=", start) & Domain("received_at", "<", end)
        domain &= Domain("state", "in", ["to_sort", "set_aside"])
        return self.env["ansm.incoming"].search(domain)
