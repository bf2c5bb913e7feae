# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .ansm_decision_facts import CRITERIA

#: What is routed elsewhere because it is no medicine for human use.
NOT_HUMAN = ("veterinary", "device", "cosmetic", "food")


class AnsmDecisionFacts(models.AbstractModel):
    """What speaks against a decision: all of it at once, in words.

    A contradiction between criteria and outcome is refused when the decision is
    made. What is merely missing holds no emergency back: “declare” may be decided
    with it, and is signed without it.
    """

    _inherit = "ansm.decision.facts"

    def _gaps(self):
        """Return what a signature still needs, one sentence each."""
        self.ensure_one()
        label = self._label
        needed = list(CRITERIA)
        if self.outcome == "declare":
            needed.append("known_at")
        if self.outcome == "by_another":
            needed += ["declared_by_id", "contract_clause", "their_reference", "proof"]
        if self.outcome == "out_of_scope":
            # a product of another kind need not answer what is asked of medicines
            needed = ["human_use", "routed_to"]
        missing = [
            self.env._("“%s” has no answer.", label(name))
            for name in needed
            if not self[name]
        ]
        if self._needs_justification() and not (self.justification or "").strip():
            missing.append(self._justification_sentence())
        if self._replaced_name() and not (self.replace_reason or "").strip():
            missing.append(self.env._("Say why %s is replaced.", self._replaced_name()))
        return missing

    def _replaced_name(self):
        """Return the name of the signed decision that this one replaces."""
        raise NotImplementedError

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

    def _in_france(self):
        """Whether it is marketed or made here; None while that is not known."""
        answers = (self.marketed, self.made_in_france)
        return True if "yes" in answers else None if False in answers else False

    def _is_defect(self):
        """Whether it is a defect of any kind; None while that is not known."""
        answers = (self.amm_deviation, self.gmp_deviation, self.distribution_incident)
        return True if "yes" in answers else None if False in answers else False

    def _is_risk(self):
        """Whether public health may be at risk: what is not known counts as yes."""
        return {"yes": True, "unknown": True, "no": False}.get(self.patient_risk)

    def _all_met(self):
        """Whether all criteria of the duty to declare are met (R. 5124-55 CSP)."""
        human = self.human_use == "yes"
        return bool(
            human and self._in_france() and self._is_defect() and self._is_risk()
        )

    def _needs_justification(self):
        if self.outcome == "declare":
            return self._is_defect() is False or self._is_risk() is False
        return self.outcome == "not_declared"

    def _justification_sentence(self):
        if self.outcome == "declare":
            return self.env._(
                "By the criteria there is no defect, or no risk: correct them, or "
                "write in the justification why it is declared all the same."
            )
        if self._all_met():
            return self.env._(
                "All criteria of the duty to declare are met (R. 5124-55 CSP): write "
                "in the justification why it is not declared."
            )
        return self.env._("Write the justification: why it is not declared.")

    def _contradictions(self):
        """Return how the criteria contradict the outcome, one sentence each."""
        self.ensure_one()
        if self.outcome == "out_of_scope":
            return self._contradictions_out_of_scope()
        found = []
        if self.human_use == "no":
            found.append(
                self.env._(
                    "It is no medicine for human use: the outcome is “out of scope”, "
                    "and says where it is routed."
                )
            )
        if self._in_france() is False and self.outcome != "not_declared":
            found.append(
                self.env._(
                    "It is neither marketed nor made in France: there is no duty to "
                    "declare here. Correct the criteria, or do not declare, justified."
                )
            )
        return found

    def _contradictions_out_of_scope(self):
        found = []
        if self.human_use == "yes" and self.routed_to in NOT_HUMAN:
            found.append(
                self.env._(
                    "A medicine for human use is not routed as that: correct the "
                    "criterion, or where it is routed."
                )
            )
        if self._all_met() and self.routed_to in ("other", False):
            found.append(
                self.env._(
                    "All criteria of the duty to declare are met (R. 5124-55 CSP): it "
                    "is not out of scope."
                )
            )
        return found
