# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volet 1, in the order of the agency's form of 2021 (rows 1 to 16), then ours.

Labels as on that form; what could not be read of it is ours.
"""

from . import words
from .case import ANNEXES, CASE, COMPANY, boxes
from .lines import OPTIONAL, REQUIRED, Column, Layout, Line, Section, Table
from .product import AUTHORISATION, BATCHES, DISTRIBUTION, PRODUCT, SITES

DEFECT = (
    Line(
        "defect_description",
        "Description du défaut qualité",
        "defect_description",
        REQUIRED,
        long=True,
    ),
    boxes(
        "falsification",
        "Suspicion de contrefaçon / falsification",
        "falsification",
        words.YES_NO,
        need=REQUIRED,
    ),
    Line(
        "falsification_comment",
        "Commentaire sur la suspicion",
        "falsification_comment",
        OPTIONAL,
        long=True,
    ),
    boxes("signal_origin", "Origine du signalement", "signal_origin", words.ORIGINS),
    Line("detection_date", "Date de détection", "detection_date"),
    Line("detection_place", "Lieu de détection", "detection_place"),
    Line("complaints_france", "Nombre de réclamations, France", "complaints_france"),
    Line("complaints_world", "Nombre de réclamations, monde", "complaints_world"),
    Line("defective_units", "Nombre d’unités défectueuses", "defective_units"),
    boxes("sample", "Échantillon disponible", "sample_available", words.YES_NO),
    boxes("photo", "Photographie disponible", "photo_available", words.YES_NO),
)

RISK = (
    boxes("adverse_effects", "Effets indésirables", "adverse_effects", words.YES_NO),
    Line(
        "adverse_effects_number",
        "Nombre d’effets indésirables",
        "adverse_effects_number",
        OPTIONAL,
    ),
    Line(
        "pharmacovigilance_reference",
        "Référence de la déclaration de pharmacovigilance",
        "pharmacovigilance_reference",
        OPTIONAL,
    ),
    Line(
        "pharmacovigilance_date",
        "Date de la déclaration de pharmacovigilance",
        "pharmacovigilance_date",
        OPTIONAL,
    ),
    Line(
        "other_batches",
        "Autres lots / produits potentiellement concernés",
        "other_batches",
        long=True,
    ),
    Line(
        "risk_assessment",
        "Première évaluation du risque pour le patient",
        "risk_assessment",
        REQUIRED,
        long=True,
    ),
    boxes(
        "risk_class",
        "Classe proposée",
        "risk_class",
        words.RISK_CLASSES,
        need=REQUIRED,
    ),
    Line("cause_hypothesis", "Hypothèse sur la cause", "cause_hypothesis", long=True),
)

STOCKS = Table(
    "stocks",
    "Stock restant et quantités bloquées",
    "Stock du lot",
    "batch_ids",
    (
        Column("lot", "N° de lot", 22, "lot_name"),
        Column("stock_own", "Fabricant / exploitant", 27, "stock_own", made=True),
        Column("stock_depositary", "Dépositaire", 27, "stock_depositary", made=True),
        Column(
            "stock_wholesaler",
            "Grossistes-répartiteurs",
            27,
            "stock_wholesaler",
            made=True,
        ),
        Column("stock_blocked", "Quantité bloquée", 27, "stock_blocked", made=True),
        Column("stock_source", "Source", 50, "stock_source", made=True),
    ),
    "lot",
    OPTIONAL,
    caption=False,
)

MEASURES = Table(
    "measures",
    "Mesures prises et proposées",
    "Mesure n°",
    "measure_ids",
    (
        Column("number", "N°", 9, "number"),
        Column("kind", "Mesure", 39, "kind", REQUIRED),
        Column("level", "Niveau", 34, "level"),
        Column("state", "Prise / proposée", 20, "state", REQUIRED),
        Column("at", "Date et heure", 36, "at", made=True),
        Column("details", "Précisions", 42, "details"),
    ),
    "number",
    caption=False,
    note="{{ measures_gap }}",
)

SUPPLY = (
    boxes(
        "shortage_risk",
        "Risque de rupture de stock",
        "shortage_risk",
        words.SHORTAGE_RISKS,
    ),
    Line(
        "shortage_comment",
        "Précisions sur le risque de rupture",
        "shortage_comment",
        OPTIONAL,
        long=True,
    ),
    boxes(
        "mitm",
        "Médicament d’intérêt thérapeutique majeur (MITM)",
        "medicine_id.mitm",
        words.YES_NO,
    ),
    Line("alternatives", "Alternatives disponibles", "alternatives", long=True),
    Line(
        "other_authorities",
        "Autres autorités informées",
        "other_authorities",
        long=True,
    ),
)

LAYOUT = Layout(
    part="Volet 1 – Informations générales relatives au(x) lot(s) concerné(s)",
    note="Transmis sans délai (articles R. 5124-55 et L. 5121-5 du Code de la santé "
    "publique). Le numéro de dossier attribué est à rappeler pour toute "
    "correspondance.",
    sections=(
        Section("Dossier", CASE),
        Section("Produit", PRODUCT),
        Section("Lot(s) concerné(s)", (BATCHES,)),
        Section("Distribution", DISTRIBUTION),
        Section("Autorisation", AUTHORISATION),
        Section("Exploitant / fabricant", COMPANY),
        Section("Sites", SITES),
        Section("Défaut qualité", DEFECT),
        Section("Effets indésirables, étendue et risque pour le patient", RISK),
        Section("Stock restant et quantités bloquées", (STOCKS,)),
        Section("Mesures prises et proposées", (MEASURES,)),
        Section("Approvisionnement et autres autorités", SUPPLY),
        Section("Annexes", (ANNEXES,)),
    ),
)
