# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the demo's cases say, as a quality unit writes it. A ``timedelta`` is that
long ago (ahead when negative)."""

from datetime import timedelta

#: Flacons fissurés: a first Volet 1, made some hours after the signal.
CRACKED = {
    "case": {
        "contact_mobile": "06 39 98 12 10",
        "falsification": "no",
        "signal_origin": "hospital",
        "detection_date": timedelta(days=1),
        "detection_place": "CH de l’Aveyron, pharmacie à usage intérieur (Rodez)",
        "complaints_france": "1",
        "complaints_world": "1",
        "defective_units": "3 flacons dans une boîte de dix",
        "sample_available": "no",
        "photo_available": "yes",
        "adverse_effects": "no",
        "other_batches": "Aucun autre lot rempli sur la même campagne ; extension aux "
        "lots de la même livraison de verrerie en cours d’examen.",
        "risk_assessment": "Perte possible d’intégrité du contenant : la stérilité "
        "des flacons fissurés n’est plus garantie. Fissures visibles à l’œil nu, "
        "flacons écartés avant administration ; aucun patient exposé à ce jour.",
        "risk_class": "class_1",
        "cause_hypothesis": "Choc thermique ou mécanique à la sertisseuse (ligne 4).",
        "shortage_risk": "assessed",
        "shortage_comment": "Le lot couvre trois semaines de ventes ; lot suivant en "
        "cours de libération.",
        "alternatives": "Céfazoline 1 g d’autres exploitants, disponible à ce jour.",
    },
    "batches": {
        "RT0931": {
            "batch_size": 6000,
            "manufacturing_date": timedelta(days=190),
            "stock_wholesaler": 0,
            "stock_blocked": 4850,
            "stock_source": "sans dépositaire ; aucun grossiste livré",
        }
    },
    "measures": [
        {
            "kind": "blocking",
            "level": "own_stock",
            "state": "taken",
            "at": timedelta(hours=4),
            "details": "Totalité du stock, 4 850 boîtes",
        },
        {
            "kind": "stop",
            "level": "own_stock",
            "state": "taken",
            "at": timedelta(hours=4),
            "details": "France et Maroc",
        },
    ],
}

#: Points noirs: Volet 1 signed, a first Volet 2 under way.
SPOTS = {
    "case": {
        "contact_mobile": "06 39 98 12 10",
        "falsification": "no",
        "signal_origin": "pharmacy",
        "detection_date": timedelta(days=3),
        "detection_place": "Pharmacie du Piton, Saint-Denis (La Réunion)",
        "complaints_france": "2",
        "complaints_world": "3, dont 1 en Belgique",
        "defective_units": "11 comprimés dans 3 plaquettes",
        "sample_available": "yes",
        "photo_available": "yes",
        "adverse_effects": "yes",
        "adverse_effects_number": "1, non grave (nausées)",
        "pharmacovigilance_reference": "PV-2026-0088",
        "pharmacovigilance_date": timedelta(days=1),
        "other_batches": "AB2418, comprimé sur la même presse le lendemain.",
        "risk_assessment": "Points noirs en surface, matière non identifiée à ce "
        "stade. Teneur et dissolution conformes sur l’échantillothèque. Risque "
        "jugé faible en l’absence de particule métallique.",
        "risk_class": "class_2",
        "cause_hypothesis": "Graisse de la tourelle de la presse P2.",
        "shortage_risk": "no",
        "alternatives": "Nombreuses spécialités de paracétamol 500 mg.",
        "other_authorities": "AFMPS (Belgique), par l’importateur, la veille de ce "
        "signalement.",
    },
    "batches": {
        "AB2417": {
            "batch_size": 24000,
            "manufacturing_date": timedelta(days=275),
            "stock_wholesaler": 5400,
            "stock_blocked": 8330,
            "stock_source": "sans dépositaire ; états des grossistes de ce jour",
        },
        "AB2418": {
            "batch_size": 24000,
            "manufacturing_date": timedelta(days=274),
            "stock_wholesaler": 4100,
            "stock_blocked": 19000,
            "stock_source": "sans dépositaire ; états des grossistes de ce jour",
        },
    },
    "measures": [
        {
            "kind": "blocking",
            "level": "own_stock",
            "state": "taken",
            "at": timedelta(hours=26),
            "details": "Lots AB2417 et AB2418",
            "outcome": "27 330 boîtes bloquées",
        },
        {
            "kind": "recall",
            "level": "pharmacy",
            "state": "proposed",
            "at": timedelta(hours=2),
            "lots": ["AB2417"],
        },
    ],
}

#: What is added to it by the investigation, for Volet 2.
SPOTS_INVESTIGATED = {
    "case": {
        "record_manufacture": "Dossier de lot relu : compression sur la presse P2, une "
        "intervention de graissage à 14 h 20 non suivie d’un vide de ligne.",
        "record_packaging": "Conforme. Aucun rejet anormal de la caméra de la ligne 2.",
        "record_testing": "Teneur, dissolution et impuretés conformes, relues.",
        "record_release": "Certifié par la personne qualifiée, sans réserve.",
        "deviations": "Déviation DEV-0212 ouverte sur le graissage. Aucun changement, "
        "aucun résultat hors spécification.",
        "retained_samples": "320 comprimés de l’échantillothèque examinés : 4 tachés. "
        "Analyse infrarouge : graisse alimentaire H1.",
        "returned_samples": "3 plaquettes reçues : même spectre infrarouge.",
        "similar_complaints": "Une réclamation similaire sur la presse P2 en trois "
        "ans, sur un autre produit.",
        "cold_chain": "",
        "cause_state": "probable",
        "root_cause": "Excès de graisse sur la tourelle de la presse P2 après une "
        "maintenance, projeté sur les comprimés pendant environ 40 minutes.",
        "cause_method": "ishikawa",
        "impact_quality": "Aspect non conforme ; pas d’effet sur la teneur.",
        "impact_patient": "Graisse de qualité alimentaire, traces : danger pour la "
        "santé jugé négligeable par le toxicologue.",
        "impact_authorisation": "Non conforme à la spécification d’aspect de l’AMM.",
        "impact_supply": "Aucun : deux lots disponibles.",
        "conclusion": "Défaut limité au lot AB2417. Classe III proposée.",
        "remaining_actions": "Clôture de la déviation, vérification de l’efficacité.",
        "next_report_date": timedelta(days=-25),
        "attachments": "Rapport infrarouge LAB-0551\nPhotographie d’une plaquette",
        "risk_class": "class_3",
    },
    "batches": {
        "AB2417": {
            "outcome_source": "rappel non engagé à ce jour",
            "disposition": "destroyed",
            "disposition_details": "Après accord de l’agence",
        },
        "AB2418": {
            "outcome_source": "aucun retour demandé",
            "disposition": "released",
            "disposition_details": "Examen visuel à 100 % du stock : conforme",
        },
    },
    "extent": [
        {
            "kind": "batch",
            "name": "AB2418",
            "result": "excluded",
            "reason": "Presse nettoyée avant ce lot ; 500 comprimés examinés.",
        },
        {
            "kind": "market",
            "name": "Belgique (lot AB2417)",
            "result": "included",
            "reason": "1 500 boîtes livrées ; une réclamation du même défaut.",
        },
    ],
    "annexes": [
        ("plaquette.jpg", "Plaquette du lot AB2417, trois comprimés tachés", "both"),
        ("rapport.pdf", "Rapport infrarouge LAB-0551", "volet_2"),
    ],
    "not_applicable": {"cold_chain": "produit conservé à température ambiante"},
    "actions": [
        {
            "name": "Vide de ligne après chaque graissage",
            "type_action": "correction",
            "ansm_commitment": True,
            "date_deadline": timedelta(days=-14),
            "ansm_effectiveness": "Aucune tache sur dix lots consécutifs",
            "ansm_effectiveness_date": timedelta(days=-90),
        },
        {
            "name": "Remplacer la graisse H1 par un montage sans graissage",
            "type_action": "prevention",
            "date_deadline": timedelta(days=-120),
        },
    ],
}
