# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import chains, french
from .ansm_decision_facts import CRITERIA, OUTCOME_FIELDS


class AnsmDecision(models.Model):
    """The text of a decision: all that its signature binds, in the language of the
    trail."""

    _inherit = "ansm.decision"

    def _write_content(self):
        """Make the text of a decision that is not signed, as of now."""
        self.ensure_one()
        received = self.nonconformity_id.ansm_signal_ids.mapped("received_at")
        self.signal_received_at = min(received, default=False)
        text = self._content_text()
        self.write({"content": text, "content_sha256": chains.sha256(text)})

    def _content_text(self):
        writer = self.env["ansm.event"]._writer()
        return "\n".join(self.with_env(writer.env)._content_lines())

    def _content_lines(self):
        nonconformity = self.nonconformity_id
        return [
            self._pair(self.env._("Decision"), self.number),
            self._pair(
                self.env._("Nonconformity"),
                f"{nonconformity.ref} – {nonconformity.name or ''}",
            ),
            self._pair(self.env._("Company"), self.company_id.name),
            *self._replaced_lines(),
            *self._fact_lines(),
            "",
            self.env._("Criteria (R. 5124-55 and L. 5121-5 CSP)"),
            *(self._line(name) for name in CRITERIA),
            "",
            self._line("outcome"),
            *(
                self._line(name)
                for name in OUTCOME_FIELDS[self.outcome]
                if self[name] and name != "proof"
            ),
            *self._proof_lines(),
            "",
            self.env._(
                "Prepared by %(who)s, %(moment)s",
                who=self.prepared_by_name,
                moment=self._moment(self.prepared_at),
            ),
        ]

    def _fact_lines(self):
        signals = self.nonconformity_id.ansm_signal_ids
        return [
            self._line("product_name"),
            self._line("batch_names"),
            "",
            self._line("signal_received_at"),
            self._line("known_at"),
            *(
                line
                for number, signal in enumerate(signals, 1)
                for line in signal._content_lines(number)
            ),
        ]

    def _replaced_lines(self):
        if not self.replaces_id:
            return []
        signed = self._moment(self.replaces_id.signed_at)
        replaced = self.env._(
            "%(decision)s, signed by %(who)s, %(moment)s",
            decision=self.replaces_id.display_name,
            who=self.replaces_id.signer_name,
            moment=signed,
        )
        return [
            self._pair(self.env._("It replaces"), replaced),
            self._line("replace_reason"),
        ]

    def _proof_lines(self):
        if not self.proof_sha256:
            return []
        digest = f"SHA-256 {self.proof_sha256}"
        return [self._pair(self._label("proof"), digest)]

    def _line(self, name):
        """Return a field and its value in words; what is empty is said to be."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            value = self._label_of(name)
        elif field.type == "datetime":
            value = value and self._moment(value)
        elif field.type == "many2one":
            value = self.declared_by_name
        return self._pair(self._label(name), value)

    def _label_of(self, name):
        """Return the words of a selection, empty for none."""
        words = self._fields[name]._description_selection(self.env)
        return dict(words).get(self[name], "")

    def _pair(self, label, value):
        value = value or self.env._("no answer")
        return self.env._("%(label)s: %(value)s", label=label, value=value)

    def _moment(self, moment):
        """Return a naive UTC moment in words, with its zone: the company's."""
        return french.moment(self.company_id._ansm_local(moment))


class AnsmSignal(models.Model):
    _inherit = "ansm.signal"

    def _content_lines(self, number):
        """Return a signal as a decision quotes it: its verbatim by its hash alone,
        which may name somebody and can be erased."""
        local = french.moment(self.company_id._ansm_local(self.received_at))
        origins = dict(self._fields["origin"]._description_selection(self.env))
        places = dict(self._fields["received_where"]._description_selection(self.env))
        where = [places[self.received_where], self.received_partner_id.display_name]
        if self.reached_us_at:
            moment = self.company_id._ansm_local(self.reached_us_at)
            where.append(self.env._("(reached us: %s)", french.moment(moment)))
        return [
            self.env._(
                "Signal %(number)s: %(origin)s, %(moment)s, %(where)s",
                number=number,
                origin=origins.get(self.origin) or self.env._("origin not known"),
                moment=local,
                where=" ".join(filter(None, where)),
            ),
            self.env._(
                "  word for word, %(size)s characters: %(digest)s",
                size=len(self.verbatim),
                digest=self._salted(self.verbatim),
            ),
        ]
