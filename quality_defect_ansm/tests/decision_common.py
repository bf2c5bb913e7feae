# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from .signing_common import SigningCase

#: All criteria of the duty to declare, answered so that they are met.
MET = {
    "human_use": "yes",
    "marketed": "yes",
    "made_in_france": "no",
    "amm_deviation": "yes",
    "gmp_deviation": "no",
    "distribution_incident": "no",
    "patient_risk": "unknown",
}
RECEIVED, KNOWN = datetime(2026, 4, 3, 7, 12), datetime(2026, 4, 3, 8, 0)


class DecisionCase(SigningCase):
    """Decisions made and signed as persons do, in the dialogs."""

    def setUp(self):
        super().setUp()
        # the trail is French where French is installed; asserted is the source
        english = {"su": True, "context": {"lang": "en_US"}}
        self.patch(
            type(self.env["ansm.event"]),
            "_writer",
            lambda events: events.with_env(events.env(**english)),
        )

    @classmethod
    def _wizard(cls, nonconformity=None, user=None, **vals):
        nonconformity = nonconformity or cls.nonconformity
        return (
            cls.env["ansm.decision.wizard"]
            .with_user(user or cls.qa)
            .with_context(default_nonconformity_id=nonconformity.id)
            .create(
                {
                    "lot_ids": [(6, 0, cls.lot.ids)],
                    "signal_received_at": RECEIVED,
                    "known_at": KNOWN,
                    **vals,
                }
            )
        )

    @classmethod
    def _decide(cls, nonconformity=None, user=None, **vals):
        """Return the decision recorded in the dialog, all criteria met by default."""
        wizard = cls._wizard(nonconformity, user, **{**MET, **vals})
        if wizard.outcome == "declare":
            wizard.action_declare()
        else:
            wizard.action_decide()
        return wizard.nonconformity_id.sudo().ansm_decision_ids.sorted("number")[-1:]

    def _second_batch(self, **medicine):
        """Return a batch of another medicine of the company."""
        other = self.env["ansm.medicine"].create(
            {"name": "LÉVÉZOU 5 mg, comprimé", "inn": "Lévétop", **medicine}
        )
        self.env["ansm.presentation"].create(
            {"name": "Boîte", "medicine_id": other.id, "cip13": "3400930000014"}
        )
        product = self.env["product.product"].create(
            {
                "name": "Lévézou 5 mg",
                "is_storable": True,
                "tracking": "lot",
                "barcode": "3400930000014",
            }
        )
        return self.env["stock.lot"].create(
            {
                "name": "LV1",
                "product_id": product.id,
                "company_id": self.company.id,
            }
        )

    def _not_declared(self, **vals):
        return self._decide(
            **{
                "outcome": "not_declared",
                "justification": "Emballage de transport seul.",
                **vals,
            }
        )

    def _sign_decision(self, decision, user=None, **typed):
        user = user or self.pr_user
        self._press(self._dialog(decision, user), user, **typed)
        return decision

    def _signal(self, **vals):
        return (
            self.env["ansm.signal"]
            .with_user(self.qa)
            .create(
                {
                    "nonconformity_id": self.nonconformity.id,
                    "verbatim": "« Trois comprimés tachés. » [pharmacien]",
                    "received_at": RECEIVED,
                    **vals,
                }
            )
        )
