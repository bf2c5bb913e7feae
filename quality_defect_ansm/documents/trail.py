# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The audit trail for somebody without Odoo: CSV, PDF, and a zip with its hashes."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

from .pdf import render

README = Path(__file__).with_name("LISEZMOI.txt")
PAGE = Path(__file__).with_name("trail.typ")

#: The columns of an event: name of the field, French head. What leaves is French.
COLUMNS = {
    "id": "N°",
    "at": "Date et heure (UTC)",
    "user_name": "Qui",
    "user_login": "Identifiant",
    "role": "En qualité de",
    "kind": "Événement",
    "model_label": "Nature",
    "record_name": "Enregistrement",
    "field_label": "Champ",
    "field_name": "Nom technique du champ",
    "old_value": "Avant",
    "new_value": "Après",
    "reason": "Motif",
    "reason_missing": "Sans motif",
    "answers_id": "Motive le n°",
}
#: What the PDF leaves to the CSV: its page is not that wide.
NOT_PRINTED = ("user_login", "field_name", "model_label")

#: The columns of a link, in the order its hash is made of, the hash last.
LINK_COLUMNS = (
    "chaine",
    "numero",
    "date_utc",
    "empreinte_precedente",
    "version",
    "modele",
    "tardif",
    "contenu",
    "empreinte",
)

#: The columns of a head that left the system: others hold it, and can compare.
HEAD_COLUMNS = ("chaine", "longueur", "date_utc", "voie", "tete")

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text):
    """Return a text as a spreadsheet shows it and never runs it.

    >>> cell("=2+2")
    "'=2+2"
    >>> cell("2026-DQ-1")
    '2026-DQ-1'
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def table(heads, rows):
    """Return a CSV that French spreadsheets open: UTF-8 with its mark, ``;``.

    :param rows: lists of texts
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def pdf(title, facts, rows):
    """Return the events as a PDF, with the facts of the case at its head.

    :param facts: list of (name, text)
    :param rows: lists of texts, in the order of ``COLUMNS``

    It is no PDF/A: a character that no font has is drawn as a box, and the CSV has it.
    """
    kept = [index for index, name in enumerate(COLUMNS) if name not in NOT_PRINTED]
    heads = list(COLUMNS.values())
    page = {
        "title": title,
        "facts": facts,
        "heads": [heads[index] for index in kept],
        "rows": [[row[index] for index in kept] for row in rows],
    }
    return render(PAGE, page)


def archive(files):
    """Return a zip of files, with ``SHA256SUMS`` as ``sha256sum -c`` reads it.

    :param files: (path in the zip, bytes), each path once
    """
    out, sums = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        made.writestr("SHA256SUMS", "".join(sums))
    return out.getvalue()
