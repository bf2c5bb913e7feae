# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the demo's proposals to recall say: one complete, one lacking its call, one
played."""

#: Étuis mêlés: proposed by the action, mailed, told by telephone, agreed.
MIXED = {
    "batches": ("AB2455",),
    "values": {
        "level": "pharmacy",
        "risk_class": "class_1",
        "reason": "Étui d’AUBRALGINE contenant une plaquette de LÉVÉZOU : vide de "
        "ligne incomplet entre les deux lots, conditionnés le même jour.",
        "alternatives": "Autres lots d’AUBRALGINE 500 mg, disponibles ; nombreuses "
        "spécialités de paracétamol 500 mg.",
        "shortage_risk": "no",
    },
    "person": "Agent d’accueil, puis Mme Roy (pôle Défauts qualité)",
    "said": "Proposition de rappel du lot AB2455 annoncée, classe I, jusqu’aux "
    "officines et PUI ; courrier reçu. Accord donné sur le rappel et sur le message.",
}

#: Points noirs: the switchboard was busy, nobody was reached yet.
SPOTS_FAILED = "occupé"

#: The yearly exercise, at night.
EXERCISE = {
    "name": "Rappel de nuit",
    "batches": ("AB2418",),
    "description": "Exercice annuel hors heures ouvrées : rappel de classe II du lot "
    "AB2418 jusqu’aux officines.",
}
