# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

YES_NO = [("yes", "Yes"), ("no", "No")]
#: The criteria of the agency's page, one by one, in its order.
CRITERIA = (
    "human_use",
    "marketed",
    "made_in_france",
    "amm_deviation",
    "gmp_deviation",
    "distribution_incident",
    "patient_risk",
)
#: What each outcome takes besides.
OUTCOME_FIELDS = {
    "declare": ("justification",),
    "not_declared": ("justification",),
    "by_another": (
        "declared_by_id",
        "contract_clause",
        "their_reference",
        "declared_on",
        "proof",
        "proof_name",
        "justification",
    ),
    "out_of_scope": ("routed_to", "routed_details", "routed_on", "justification"),
}


class AnsmDecisionFacts(models.AbstractModel):
    """What a decision says: the criteria, the outcome, the dates.

    Shared by the decision and by the dialog in which it is made.
    """

    _name = "ansm.decision.facts"
    _description = "Content of a decision"

    nonconformity_id = fields.Many2one(
        "mgmtsystem.nonconformity", required=True, index=True, ondelete="restrict"
    )
    signal_received_at = fields.Datetime(
        "Signal received at", help="When the first signal came: it is never moved."
    )
    known_at = fields.Datetime(
        "Known as one to declare at",
        help="When it was known, or held possible, that the agency has to know.",
    )
    human_use = fields.Selection(YES_NO, "Medicine for human use")
    marketed = fields.Selection(YES_NO, "Marketed in France")
    made_in_france = fields.Selection(
        YES_NO, "Made in France", help="Also when it is made here for export only."
    )
    amm_deviation = fields.Selection(
        YES_NO,
        "Non-conformity to the marketing authorisation",
        help="To the specifications in its file (AMM).",
    )
    gmp_deviation = fields.Selection(
        YES_NO, "Deviation from good manufacturing practice"
    )
    distribution_incident = fields.Selection(
        YES_NO, "Incident of distribution", help="R. 5124-55 CSP covers it as well."
    )
    patient_risk = fields.Selection(
        [*YES_NO, ("unknown", "Not known (counts as yes)")],
        "Possible risk for public health",
    )
    outcome = fields.Selection(
        [
            ("declare", "Declare"),
            ("not_declared", "Not declared (justified)"),
            ("by_another", "Declared by another"),
            ("out_of_scope", "Out of scope, routed"),
        ],
        required=True,
        default="declare",
    )
    justification = fields.Text(help="Why, in words that stand years later.")
    declared_by_id = fields.Many2one("res.partner", "Declared by", ondelete="restrict")
    contract_clause = fields.Char(
        "Clause of the contract",
        help="The clause of the quality contract that says who of us declares.",
    )
    their_reference = fields.Char("Their reference, or the agency's")
    declared_on = fields.Date("Declared by them on")
    proof = fields.Binary(
        "Proof of their declaration", attachment=False, help="Kept with the decision."
    )
    proof_name = fields.Char("Name of the proof")
    routed_to = fields.Selection(
        [
            ("veterinary", "Veterinary medicine"),
            ("device", "Medical device (materiovigilance)"),
            ("blood", "Blood product (haemovigilance)"),
            ("trial", "Investigational medicine of a trial"),
            ("hospital_preparation", "Hospital or pharmacy preparation"),
            ("cosmetic", "Cosmetic product"),
            ("food", "Food or food supplement"),
            ("other", "Another road"),
        ],
        "Routed to",
    )
    routed_details = fields.Char(
        "Routed: to whom, under what reference", help="The body that received it."
    )
    routed_on = fields.Date("Routed on")
    replace_reason = fields.Text(
        "Why the decision before is replaced",
        help="A decision that was signed stays; the new one names it.",
    )

    def _said(self, names):
        """Return the values of these fields, as they are written."""
        values = {name: self[name] for name in names}
        return self._convert_to_write(values)
