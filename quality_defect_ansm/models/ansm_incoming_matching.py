# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from email.utils import parseaddr

from odoo import api, models
from odoo.fields import Domain

from ..documents.mails import words

#: The agency's numbers when a company has set no pattern.
#: Not \b: in a file's name an underscore follows.
PATTERN = r"(?<![0-9A-Za-z])\d{4}-DQ-\d{2,6}(?!\d)"


class AnsmIncomingMatching(models.AbstractModel):
    """Finds the case a message is about: the surest sign first.

    A sign that names two cases names none: a person sorts the message. Who wrote
    it proves nothing, so no sign does more than put a message in a case.
    """

    _name = "ansm.incoming.matching"
    _description = "Matching of messages received"

    @api.model
    def _find(self, told, company):
        """Return the case a message is about, and how it was found.

        :param told: what the message says (``documents.mails.reading.read``)
        :param company: whose cases are looked at; None for all companies'
        :return: dict: ``declaration`` (empty when none), ``rule``, ``words``,
            ``transmission_id``, the values of an entry
        """
        # sudo: what comes in is matched whoever delivers it
        finder, doubts = self.sudo(), []
        for rule in ("thread", "reference", "number", "batch"):
            cases, sign, transmission = getattr(finder, f"_by_{rule}")(told, company)
            if len(cases) == 1:
                return {
                    "declaration": cases,
                    "rule": rule,
                    "words": sign,
                    "transmission_id": transmission.id,
                }
            if cases:
                doubts.append(f"{sign}: {', '.join(cases.mapped('name'))}")
        none = self.env["ansm.declaration"]
        return {"declaration": none, "rule": False, "words": "\n".join(doubts)}

    @api.model
    def _texts(self, told):
        names = [one["name"] for one in told["files"]]
        return (told["subject"], "\n".join(names), told["text"])

    @api.model
    def _domain(self, company):
        return Domain("company_id", "=", company.id) if company else Domain.TRUE

    @api.model
    def _by_thread(self, told, company):
        """By the Message-IDs it answers, reports on or forwards."""
        transmissions = self.env["ansm.transmission"]
        domain = Domain("message_id", "in", told["references"]) & self._domain(company)
        found = told["references"] and transmissions.search(domain)
        if not found:
            return self._by_discussion(told, company)
        newest = found.sorted("id")[-1:]
        return found.declaration_id, newest.message_id, newest

    @api.model
    def _by_discussion(self, told, company):
        """By the Message-IDs of what was written by hand from a case."""
        written = self.env["mail.message"]
        domain = Domain("message_id", "in", told["references"])
        domain &= Domain("model", "=", "ansm.declaration")
        written = told["references"] and written.search(domain) or written
        cases = self.env["ansm.declaration"].browse(written.mapped("res_id"))
        cases = cases.filtered_domain(self._domain(company))
        return cases, written[:1].message_id, self.env["ansm.transmission"]

    @api.model
    def _by_reference(self, told, company):
        """By our own reference, in its subject first."""
        return self._first(
            told, lambda text: words.references(text), company, self._named
        )

    @api.model
    def _named(self, names, company):
        domain = Domain("name", "in", names) & self._domain(company)
        return self.env["ansm.declaration"].search(domain, limit=5)

    @api.model
    def _by_number(self, told, company):
        pattern = (company and company.ansm_number_pattern) or PATTERN
        return self._first(
            told, lambda text: words.numbers(pattern, text), company, self._numbered
        )

    @api.model
    def _numbered(self, numbers, company):
        domain = Domain("case_number", "in", numbers) & self._domain(company)
        cases = self.env["ansm.declaration"].search(domain, limit=5)
        return cases | self.env["ansm.speciality"].search(domain).declaration_id

    @api.model
    def _by_batch(self, told, company):
        """By a batch of an open case, when it says it comes from the agency."""
        if not self._from_agency(told["email_from"], company):
            return self.env["ansm.declaration"], "", self.env["ansm.transmission"]
        return self._first(
            told, lambda text: words.batches(text), company, self._of_batch
        )

    @api.model
    def _of_batch(self, names, company):
        domain = Domain("lot_name", "in", names)
        domain &= Domain("declaration_id.state", "!=", "closed")
        if company:
            domain &= Domain("declaration_id.company_id", "=", company.id)
        return (
            self.env["ansm.declaration.batch"].search(domain, limit=50).declaration_id
        )

    @api.model
    def _first(self, told, extract, company, search):
        """Look in the subject, then the names of files, then the text."""
        transmission = self.env["ansm.transmission"]
        doubt = self.env["ansm.declaration"]
        for text in self._texts(told):
            candidates = extract(text)
            cases = search(candidates, company) if candidates else doubt
            if len(cases) == 1:
                return cases, self._sign(cases, candidates), transmission
            doubt = doubt or cases
        sign = self.env._("several cases") if doubt else ""
        return doubt, sign, transmission

    @api.model
    def _sign(self, case, candidates):
        """Return the word that named a case."""
        known = [
            case.name,
            case.case_number,
            *case.speciality_ids.mapped("case_number"),
        ]
        known += case.batch_ids.mapped("lot_name")
        return next((one for one in known if one in candidates), case.name)

    @api.model
    def _from_agency(self, sender, company):
        """Whether a sender's address is of the agency's domain, as it says."""
        domain = parseaddr(sender or "")[1].rpartition("@")[2].lower()
        agencies = self.env["ansm.agency"].search(
            Domain("company_id", "in", [False, company.id]) if company else Domain.TRUE
        )
        known = {parseaddr(one.email)[1].rpartition("@")[2].lower() for one in agencies}
        return bool(domain) and domain in known
