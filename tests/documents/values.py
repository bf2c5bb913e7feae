# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A full Volet 1, as the case gives it to the form."""

from runner.paths import ADDON

FORM = (ADDON / "documents/forms/volet_1.docx").read_bytes()

PERSON = {
    "name": "Dr Hélène Vasseur",
    "phone": "01 99 00 11 22",
    "mobile": "06 39 98 11 22",
    "email": "helene.vasseur@aubrac.example",
}
PARIS = "vendredi 20 novembre 2026, 09 h 12 (heure de Paris, UTC+01:00)"


def batch(number):
    return {
        "lot": f"AB{number:04d}",
        "expiry": "31/03/2028",
        "manufactured": "15/03/2026",
        "size": "24 000 boîtes",
        "distribution_start": "02/04/2026",
        "distribution_end": "30/04/2026",
        "quantity_france": f"{number} 250 boîtes",
        "quantity_total": f"{number} 999 boîtes",
        "source": f"mouvements de stock, au {PARIS}",
    }


def signature():
    return {
        "name": PERSON["name"],
        "role": "Pharmacien responsable",
        "meaning": "Approuvé",
        "signed_at": PARIS,
        "content_sha256": "a1" * 32,
        "preview_sha256": "b2" * 32,
        "chain_head": f"ANSM-0a1b2c3d-17-{'c3' * 32}",
    }


def volet(**changes):
    """Return the values of a signed Volet 1 with three batches."""
    return {
        "case_number": "2026-DQ-00123",
        "case_reference": "DQ/2026/0001",
        "version": "2",
        "status": "version non définitive",
        "replaces": "Volet 1 v1",
        "change_reason": "Lot ajouté",
        "exercise": False,
        "signal_received": PARIS,
        "known_at": PARIS.replace("09 h 12", "10 h 40"),
        "product_name": "AUBRALGINE 500 mg, comprimé",
        "presentation": "Plaquette de 16 comprimés",
        "inn": "Paracétamol",
        "cis": "60000001",
        "cip13": "3400930000007",
        "batches": [batch(number) for number in range(1, 4)],
        "company_name": "Laboratoires Aubrac Santé",
        "company_address": "12 rue des Burons\n12000 Rodez\nFrance",
        "pr": PERSON,
        "contact": {**PERSON, "name": "Claire Martin"},
        "defect_description": "Trois flacons fissurés à la réception.",
        "falsification": {"yes": False, "no": True, "comment": "Scellés intacts."},
        "agency": {
            "name": "Agence de démonstration",
            "department": "Pôle Défauts qualité",
            "address": "1 rue de l’Exemple\n93000 Ville",
            "email": "defauts-qualite@agence.example",
        },
        "signatures": [signature()],
        **changes,
    }


def texts(value):
    """Return every text of the values, deep."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in texts(part)]
    if isinstance(value, list):
        return [one for part in value for one in texts(part)]
    return [value] if isinstance(value, str) else []
