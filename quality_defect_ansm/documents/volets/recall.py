# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The letter that proposes a batch recall to the agency, extends or withdraws it.

No form of the agency: the exploitant's own letter. The agency's page asks for it by
mail, doubled by a call to its switchboard, week-ends and holidays included.
"""

from . import words
from .case import CASE, COMPANY, boxes
from .lines import OPTIONAL, SHOWN, STATED, Column, Layout, Line, Section, Table

KEPT = {
    *("case_number", "case_reference", "other_specialities", "version", "status"),
    *("replaces", "changes", "change_reason"),
}
#: How a proposal is called in what leaves, by its kind.
NAMES = {
    "proposal": "Proposition de rappel",
    "extension": "Extension du rappel",
    "withdrawal": "Retrait de la proposition de rappel",
}
#: What the letter asks, by its kind.
REQUESTS = {
    "proposal": "Nous proposons le rappel des lots énumérés, au niveau et pour le "
    "motif ci-dessous, et sollicitons votre accord sur le rappel et sur le message au "
    "réseau.",
    "extension": "Nous proposons d’étendre le rappel aux lots énumérés, au niveau et "
    "pour le motif ci-dessous, et sollicitons votre accord sur l’extension et sur le "
    "message au réseau.",
    "withdrawal": "Nous retirons la proposition de rappel ci-dessus pour les lots "
    "énumérés et le motif ci-dessous, et vous prions de bien vouloir en accuser "
    "réception.",
}
NOTICE = (
    "Le présent courrier vaut information immédiate de l’agence au titre du dernier "
    "alinéa de l’article L. 5124-6 du code de la santé publique."
)

BATCHES = Table(
    "recall_batches",
    "Lots",
    "Lot",
    "recall_ids",
    (
        Column("lot", "Lot", 20, "lot_name"),
        Column("product", "Spécialité", 34, made=True),
        Column("expiry", "Péremption", 22, "expiration_date"),
        Column("france", "Distribué en France", 23, made=True),
        Column("total", "Distribué, tous pays", 23, made=True),
        Column("stock", "Stock exploitant", 23, made=True),
        Column("source", "Source et heure des chiffres", 35, made=True),
    ),
    "lot",
    SHOWN,
    caption=False,
)

LAYOUT = Layout(
    title="Rappel de lot(s)",
    mark="Lettre de l’exploitant",
    part="Courrier à l’agence – doublé d’un appel téléphonique",
    note="Le numéro de dossier attribué est à rappeler pour toute correspondance.",
    sections=(
        Section("Dossier", tuple(one for one in CASE if one.key in KEPT)),
        Section(
            "Médicament",
            (
                Line("product_name", "Médicament", "medicine_id.name", SHOWN),
                Line(
                    "presentation",
                    "Présentation",
                    "presentation_id.name",
                    SHOWN,
                    joined=True,
                ),
                Line("inn", "DCI", "medicine_id.inn", SHOWN),
                Line("cip13", "Code CIP", "presentation_id.cip13", SHOWN),
            ),
        ),
        Section("Lots concernés, chiffres à la minute de la lettre", (BATCHES,)),
        Section(
            "Proposition",
            (
                Line("recall_name", "Objet", need=SHOWN, made=True),
                Line(
                    "lots",
                    "Lot(s)",
                    need=SHOWN,
                    made=True,
                    joined=True,
                    text="Lot(s) : {{ lots }}",
                ),
                Line("recall_about", "Se rapporte à", need=OPTIONAL, made=True),
                Line("request", "Demande", need=SHOWN, made=True, compared=False),
                boxes(
                    "recall_level",
                    "Niveau du rappel",
                    "",
                    words.MEASURE_LEVELS,
                    made=True,
                ),
                boxes("recall_class", "Classe", "", words.RISK_CLASSES, made=True),
                Line("recall_reason", "Motif", need=STATED, made=True, long=True),
                Line(
                    "recall_risk",
                    "Évaluation du risque pour le patient",
                    need=STATED,
                    made=True,
                    long=True,
                ),
                Line(
                    "recall_alternatives",
                    "Alternatives thérapeutiques",
                    need=STATED,
                    made=True,
                    long=True,
                ),
                boxes(
                    "recall_shortage",
                    "Risque de rupture",
                    "",
                    words.SHORTAGE_RISKS,
                    made=True,
                ),
                Line(
                    "recall_message",
                    "Message proposé au réseau",
                    need=STATED,
                    made=True,
                    long=True,
                ),
            ),
        ),
        Section(
            "Appel téléphonique et information de l’agence",
            (
                Line("recall_phone", "Appel", need=SHOWN, made=True, compared=False),
                Line(
                    "recall_calls",
                    "Appels à ce jour",
                    need=SHOWN,
                    made=True,
                    compared=False,
                    long=True,
                ),
                Line("notice", "Article L. 5124-6", need=OPTIONAL, made=True),
            ),
        ),
        Section("Exploitant / fabricant", COMPANY),
    ),
)
