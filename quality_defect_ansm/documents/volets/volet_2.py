# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volet 2: the first elements of the investigation and the CAPA.

The agency's page says no more than that; the rest follows the EMA's minimum for
an investigation report.
"""

from . import words
from .case import ANNEXES, CASE, COMPANY, boxes, changes
from .lines import OPTIONAL, REQUIRED, SHOWN, Column, Layout, Line, Section, Table
from .product import BATCHES, PRODUCT

CIP13 = Line("cip13", "Code CIP", "presentation_id.cip13")

COPIED = (
    Line("volet_1_version", "Volet 1 de référence", need=SHOWN, compared=False),
    Line("corrections_words", "Corrections du Volet 1", need=SHOWN, compared=False),
    changes("corrections", "Corrections apportées au Volet 1", "corrections"),
)


def investigated(key, label, need=""):
    """Return a line of the investigation, read from the field of the same name."""
    return Line(key, label, key, long=True, **({"need": need} if need else {}))


INVESTIGATION = (
    investigated("record_manufacture", "Dossier de lot – fabrication"),
    investigated("record_packaging", "Dossier de lot – conditionnement"),
    investigated("record_testing", "Dossier de lot – contrôle"),
    investigated("record_release", "Dossier de lot – libération"),
    investigated("deviations", "Déviations, changements, résultats hors spécification"),
    investigated("retained_samples", "Échantillothèque : examen et nouveaux contrôles"),
    investigated("returned_samples", "Échantillons retournés"),
    investigated(
        "similar_complaints",
        "Réclamations similaires (produit, site, équipement, matière)",
    ),
    investigated("cold_chain", "Distribution et chaîne du froid"),
)

EXTENT = Table(
    "extent",
    "Autres lots, produits et marchés",
    "Étendue",
    "extent_ids",
    (
        Column("kind", "Nature", 24, "kind", REQUIRED),
        Column("name", "Lot, produit ou marché", 50, "name", REQUIRED),
        Column("result", "Conclusion", 32, "result", REQUIRED),
        Column("reason", "Justification", 74, "reason", REQUIRED),
    ),
    "name",
    caption=False,
    note="{{ extent_gap }}",
)

CAUSE = (
    boxes(
        "cause_state", "Cause racine", "cause_state", words.CAUSE_STATES, need=REQUIRED
    ),
    investigated("root_cause", "Description de la cause", REQUIRED),
    boxes("cause_method", "Méthode d’analyse", "cause_method", words.CAUSE_METHODS),
)

IMPACT = (
    investigated("impact_quality", "Impact sur la qualité", REQUIRED),
    investigated(
        "impact_patient",
        "Impact pour le patient (évaluation du danger pour la santé)",
        REQUIRED,
    ),
    investigated("impact_authorisation", "Conformité à l’AMM"),
    investigated("impact_supply", "Impact sur l’approvisionnement"),
)

MARKET = Table(
    "market_measures",
    "Mesures sur le marché",
    "Mesure n°",
    "measure_ids",
    (
        Column("number", "N°", 9, "number"),
        Column("kind", "Mesure", 38, "kind", REQUIRED),
        Column("level", "Niveau", 32, "level"),
        Column("state", "Prise / proposée", 19, "state", REQUIRED),
        Column("at", "Date et heure", 34, "at", made=True),
        Column("outcome", "Résultat", 48, "outcome"),
    ),
    "number",
    caption=False,
    note="{{ market_measures_gap }}",
)

OUTCOME = Table(
    "outcomes",
    "Bilan par lot",
    "Bilan du lot",
    "batch_ids",
    (
        Column("lot", "N° de lot", 24, "lot_name"),
        Column("distributed", "Distribué", 30, "quantity_total", made=True),
        Column("recovered", "Récupéré", 30, "quantity_recovered", made=True),
        Column("destroyed", "Détruit", 30, "quantity_destroyed", made=True),
        Column("source", "Source", 66, "outcome_source", made=True),
    ),
    "lot",
    OPTIONAL,
)

CAPA = Table(
    "capa",
    "CAPA",
    "Action",
    "action_ids",
    (
        Column("reference", "Réf.", 16, "reference"),
        Column("kind", "Nature", 24, "type_action"),
        Column("name", "Description", 44, "name"),
        Column("owner", "Responsable", 25, "user_id"),
        Column("due", "Échéance", 19, "date_deadline", REQUIRED),
        Column("status", "État", 21, "stage_id", made=True),
        Column(
            "effectiveness",
            "Critère d’efficacité et date de vérification",
            31,
            "ansm_effectiveness",
            made=True,
        ),
    ),
    "reference",
    caption=False,
    note="{{ capa_gap }}",
)

FATE = Table(
    "fates",
    "Devenir des lots",
    "Devenir du lot",
    "batch_ids",
    (
        Column("lot", "N° de lot", 30, "lot_name"),
        Column("disposition", "Devenir du lot", 60, "disposition"),
        Column("details", "Précisions", 90, "disposition_details"),
    ),
    "lot",
    OPTIONAL,
    caption=False,
)

CONCLUSION = (
    investigated("conclusion", "Conclusion", REQUIRED),
    investigated("remaining_actions", "Actions restant à mener"),
    Line("next_report_date", "Date du prochain rapport", "next_report_date"),
    investigated("attachments", "Pièces jointes"),
)

LAYOUT = Layout(
    part="Volet 2 – Premiers éléments d’investigation et CAPA",
    note="Transmis dans un délai de 30 jours maximum. Le numéro de dossier attribué "
    "est à rappeler pour toute correspondance.",
    sections=(
        Section("Dossier", CASE),
        Section(
            "Produit et lot(s), repris du Volet 1", (*PRODUCT, CIP13, *COPIED, BATCHES)
        ),
        Section("Exploitant / fabricant", COMPANY),
        Section("Investigation", INVESTIGATION),
        Section("Étendue : autres lots, produits et marchés", (EXTENT,)),
        Section("Cause racine", CAUSE),
        Section("Impact", IMPACT),
        Section("Mesures sur le marché et résultat", (MARKET, OUTCOME)),
        Section("Actions correctives et préventives (CAPA)", (CAPA,)),
        Section("Devenir des lots et du stock", (FATE,)),
        Section("Conclusion", CONCLUSION),
        Section("Annexes", (ANNEXES,)),
    ),
)
