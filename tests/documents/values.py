# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Full volets, as the case gives them to the form: a value for every line."""

from quality_defect_documents.volets import LAYOUTS
from quality_defect_documents.volets.lines import BOXES, PERSON

from runner.paths import ADDON

FORMS = {
    kind: (ADDON / f"documents/forms/{kind}.docx").read_bytes() for kind in LAYOUTS
}
FORM = FORMS["volet_1"]

SOMEBODY = {
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
        "name": SOMEBODY["name"],
        "role": "Pharmacien responsable",
        "meaning": "Approuvé",
        "signed_at": PARIS,
        "content_sha256": "a1" * 32,
        "preview_sha256": "b2" * 32,
        "chain_head": f"ANSM-0a1b2c3d-17-{'c3' * 32}",
    }


def volet(kind="volet_1", **changes):
    """Return the values of a signed volet; with three batches where it has any."""
    layout = LAYOUTS[kind]
    values = {
        **{line.key: _value(line) for line in layout.lines},
        **{table.key: [_row(table)] for table in layout.tables},
        **{key: "" for key in layout.keys if key.endswith("_gap")},
        "case_number": "2026-DQ-00123",
        "case_reference": "DQ/2026/0001",
        "version": "2",
        "status": "version non définitive",
        "exercise": False,
        "inn": "Paracétamol",
        "batches": [batch(number) for number in range(1, 4)],
        "contact": {**SOMEBODY, "name": "Claire Martin"},
        "agency": {
            "name": "Agence de démonstration",
            "department": "Pôle Défauts qualité",
            "address": "1 rue de l’Exemple\n93000 Ville",
            "email": "defauts-qualite@agence.example",
        },
        "signatures": [signature()],
    }
    told = layout.keys | {"signatures"}
    return {key: value for key, value in values.items() if key in told} | changes


def _value(line):
    if line.kind == PERSON:
        return SOMEBODY
    if line.kind == BOXES:
        boxes = {key: number == 1 for number, (key, _f) in enumerate(line.options)}
        return {**boxes, "gap": ""}
    return f"Texte « {line.key} »"


def _row(table):
    return {one.key: f"{table.key} – {one.key}" for one in table.columns}


def texts(value):
    """Return every text of the values, deep."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in texts(part)]
    if isinstance(value, list):
        return [one for part in value for one in texts(part)]
    return [value] if isinstance(value, str) else []
