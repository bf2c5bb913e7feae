# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How forms name things in French: labels made comparable, and their other names."""

import re
import unicodedata

#: Words that tell nothing.
EMPTY_WORDS = set(
    "a au aux ce cette ces d de des du en et l la le les ou par pour que qui s se "
    "selon sur un une merci indiquer preciser precisez si".split()
)
#: Written differently, meant alike.
SAME_WORDS = {
    "no": "numero",
    "num": "numero",
    "nombre": "nombre",
    "tel": "telephone",
    "portable": "mobile",
    "mail": "courriel",
    "mel": "courriel",
    "email": "courriel",
    "peremption": "peremption",
    "exp": "peremption",
    "fab": "fabrication",
    "internationale": "international",
    "specialite": "produit",
    "medicament": "produit",
    "denomination": "nom",
    "conditionnements": "conditionnement",
}

#: Other labels of a name, by its path. The first ones are the volets' own.
SYNONYMS = {
    "case_number": (
        "Numéro de dossier ANSM",
        "Référence ANSM",
        "Dossier n°",
        "Référence du dossier (à rappeler dans toute correspondance)",
    ),
    "case_reference": ("Référence du déclarant", "Votre référence"),
    "version": ("Version", "N° de version"),
    "signal_received": (
        "Date de réception du signalement",
        "Date de réception du signalement par l’exploitant",
        "Date de réception du signalement par le fabricant",
    ),
    "product_name": ("Nom du produit", "Nom de la spécialité"),
    "product_name + presentation": (
        "Dénomination exacte du produit, présentation",
        "Dénomination, dosage, forme et présentation",
    ),
    "presentation": ("Présentation concernée",),
    "inn": ("Dénomination commune internationale", "Substance active"),
    "batches.lot": ("N° de lot", "Lot", "Lots"),
    "batches.expiry": ("Date de péremption", "Péremption"),
    "batches.manufactured": ("Date de fabrication", "Fabrication"),
    "batches.size": ("Taille du lot (unité)", "Taille du lot"),
    "batches.distribution_start": (
        "Dates de distribution début",
        "Date de début de distribution",
        "Début de distribution",
    ),
    "batches.distribution_end": (
        "Dates de distribution fin",
        "Date de fin de distribution",
        "Fin de distribution",
    ),
    "batches.quantity_france": (
        "Quantité distribuée sur le marché français",
        "Quantité distribuée en France",
    ),
    "batches.quantity_total": ("Quantité totale distribuée",),
    "distribution_abroad": ("Distribution à l’étranger", "Export"),
    "countries_eu": ("UE pays", "Pays UE", "Pays de l’Union européenne", "Si UE, pays"),
    "countries_other": ("Hors UE pays", "Pays hors Union européenne"),
    "authorisation": ("Statut du produit", "Statut réglementaire"),
    "authorisation.amm": ("Autorisation de mise sur le marché",),
    "authorisation.atu": ("ATU", "Autorisation temporaire d’utilisation"),
    "authorisation_number": ("N° AMM", "N° AMM ou ATU", "Numéro d’AMM ou d’ATU"),
    "cip13": ("Code CIP", "CIP 13", "Code CIP13"),
    "holder": ("Titulaire de l’AMM", "Nom du titulaire de l’AMM"),
    "generic": ("Médicament générique",),
    "procedure": ("Procédure d’enregistrement", "Procédure d’AMM"),
    "company_name": ("Nom de l’exploitant", "Raison sociale"),
    "company_name + company_address": (
        "Nom et adresse de l’exploitant",
        "Nom et adresse du fabricant",
        "Exploitant / fabricant",
    ),
    "pr": ("PR",),
    "contact": ("Personne chargée du dossier", "Contact", "Interlocuteur"),
    "production_sites": (
        "Lieu(x) de production (nom et adresse)",
        "Site de production",
        "Lieu de fabrication",
    ),
    "packaging_sites": ("Site de conditionnement",),
    "release_sites": ("Lieu(x) de libération", "Site de libération des lots"),
    "sample_sites": ("Échantillothèque", "Lieu de conservation de l’échantillothèque"),
    "defect_description": ("Description du défaut", "Nature du défaut"),
    "falsification": (
        "Suspicion de contrefaçon",
        "Suspicion de falsification",
        "Suspicion de contrefaçon ou de falsification",
    ),
    "falsification_comment": ("Commentaire",),
    "signatures.signed_at": ("Date",),
    "signatures.name": ("Nom", "Nom du signataire"),
    "signatures.role": ("Qualité", "Fonction"),
    "signatures.meaning": ("Visa", "Signature"),
}


def words(label):
    """Return the words that tell what a label is about, made comparable.

    >>> words("N° de lot(s)") == words("Numéros des lots :")
    True
    """
    text = label.lower().replace("œ", "oe").replace("n°", " numero ")
    text = unicodedata.normalize("NFD", text)
    text = "".join(one for one in text if not unicodedata.combining(one))
    text = re.sub(r"\((s|x|es)\)", "", text).replace("e-mail", "email")
    found = (SAME_WORDS.get(one, one) for one in re.findall(r"[a-z0-9]+", text))
    return tuple(_singular(one) for one in found if one not in EMPTY_WORDS)


def _singular(word):
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def likeness(label, other):
    """Return how alike two labels are, from 0 to 1 (the same words)."""
    one, two = set(words(label)), set(words(other))
    if not one or not two:
        return 0.0
    shared = len(one & two) / len(one | two)
    whole = one <= two or two <= one
    return 0.5 + shared / 2 if whole else shared
