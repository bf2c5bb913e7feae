# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two more cases of the demo: two specialities at once, and one made for export."""

from datetime import timedelta

from .cases import CRACKED

#: Étuis mêlés : two specialities packed one after the other.
MIXED = {
    "nonconformity": (
        "Étuis mêlés – AUBRALGINE lot AB2455 et LÉVÉZOU lot LV7731",
        "Réclamation client",
        "GR-MASSIF",
        "Un étui d’AUBRALGINE contient une plaquette de LÉVÉZOU ; les deux lots ont "
        "été conditionnés le même jour sur la ligne 3.",
    ),
    "batches": ("AB2455", "LV7731"),
    "age": timedelta(days=3, hours=2),
    "words": {
        "case": {
            "contact_mobile": "06 39 98 12 10",
            "falsification": "no",
            "signal_origin": "wholesaler",
            "detection_date": timedelta(days=3),
            "detection_place": "Répartition du Massif, contrôle de réception",
            "complaints_france": "1",
            "complaints_world": "1",
            "defective_units": "1 étui",
            "sample_available": "yes",
            "photo_available": "no",
            "adverse_effects": "no",
            "risk_assessment": "Prise d’un bêta-bloquant à la place d’un antalgique : "
            "bradycardie possible, surtout chez la personne âgée.",
            "risk_class": "class_1",
            "cause_hypothesis": "Vide de ligne incomplet entre les deux lots.",
            "shortage_risk": "no",
        },
        "batches": {
            "AB2455": {
                "batch_size": 12000,
                "manufacturing_date": timedelta(days=60),
                "stock_blocked": 9600,
                "stock_source": "sans dépositaire ; état du grossiste de ce jour",
            },
            "LV7731": {
                "batch_size": 9000,
                "manufacturing_date": timedelta(days=62),
                "stock_blocked": 7110,
                "stock_source": "sans dépositaire ; état du grossiste de ce jour",
            },
        },
        "measures": [
            {
                "kind": "blocking",
                "level": "own_stock",
                "state": "taken",
                "at": timedelta(days=2, hours=20),
                "details": "Lots AB2455 et LV7731, totalité du stock",
            }
        ],
    },
    "numbers": {"case": "2026-DQ-00421", "other": "2026-DQ-00422"},
}

#: Export only: made in France, marketed in Morocco alone.
EXPORT = {
    "nonconformity": (
        "Fuite au sertissage – ALRANCE lot AL0318 (export)",
        "Réclamation client",
        "GR-CASA",
        "Le distributeur marocain signale des tubes qui fuient au sertissage. "
        "Médicament fabriqué à Rodez, commercialisé au Maroc seul.",
    ),
    "batches": ("AL0318",),
    "age": timedelta(days=4, hours=6),
    "words": {
        "case": {
            "contact_mobile": "06 39 98 12 10",
            "falsification": "no",
            "signal_origin": "wholesaler",
            "detection_date": timedelta(days=5),
            "detection_place": "Atlas Distribution, Casablanca",
            "complaints_france": "0",
            "complaints_world": "4, toutes au Maroc",
            "defective_units": "9 tubes",
            "sample_available": "no",
            "photo_available": "yes",
            "adverse_effects": "no",
            "risk_assessment": "Perte d’étanchéité : contamination microbienne "
            "possible d’une crème appliquée sur peau lésée.",
            "risk_class": "class_2",
            "cause_hypothesis": "Pince de sertissage usée (ligne des pâteux).",
            "shortage_risk": "no",
            "other_authorities": "Autorité marocaine, par le distributeur, ce jour.",
        },
        "batches": {
            "AL0318": {
                "batch_size": 5000,
                "manufacturing_date": timedelta(days=80),
                "stock_blocked": 800,
                "stock_source": "sans dépositaire ; état du distributeur de ce jour",
            }
        },
        "measures": CRACKED["measures"][:1],
        "not_applicable": {
            "authorisation": "médicament fabriqué en France pour l’export seul",
            "cis": "pas de code CIS : export seul",
            "cip13": "pas de code CIP : code-barres étranger",
            "distribution_france": "non commercialisé en France",
            "alternatives": "non commercialisé en France",
        },
    },
}
