# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What both volets say of their version, the exploitant and its people."""

from . import words
from .lines import BOXES, OPTIONAL, PERSON, REQUIRED, SHOWN, Column, Line, Table

NOT_NUMBERED = "non encore attribuée"


def boxes(key, label, field, choices, **options):
    """Return a line of boxes for a choice of :mod:`.words`."""
    return Line(
        key, label, field, kind=BOXES, options=words.options(choices), **options
    )


def changes(key, label, when):
    """Return the table of what changed since another version."""
    columns = (
        Column("label", "Rubrique", 52),
        Column("before", "Avant", 64),
        Column("after", "Maintenant", 64),
    )
    return Table(
        key, label, "", "", columns, "label", OPTIONAL, when=when, compared=False
    )


CASE = (
    Line(
        "case_number",
        "Référence du dossier",
        "case_number",
        SHOWN,
        text=f"{{{{ case_number or '{NOT_NUMBERED}' }}}}",
    ),
    Line("case_reference", "Référence interne", "name", SHOWN, compared=False),
    Line(
        "other_specialities",
        "Autre(s) spécialité(s) du même défaut, déclarée(s) à part",
        "speciality_ids",
        OPTIONAL,
        made=True,
    ),
    Line(
        "version",
        "Version n°",
        need=SHOWN,
        compared=False,
        text="{{ version }} – {{ status }}",
    ),
    Line("status", "Caractère définitif", need=SHOWN, joined=True, text=""),
    Line("replaces", "Remplace", need=OPTIONAL, compared=False),
    Line(
        "change_reason",
        "Motif de cette version",
        need=OPTIONAL,
        compared=False,
        long=True,
    ),
    Line(
        "signal_received",
        "Date de réception du signalement par l’exploitant/fabricant",
        "signal_received_at",
        REQUIRED,
    ),
    Line(
        "known_at",
        "Date de connaissance de l’incident à déclarer",
        "known_at",
        REQUIRED,
    ),
    changes("changes", "Modifications depuis {{ replaces }}", "changes"),
)

COMPANY = (
    Line(
        "company_name",
        "Nom et adresse de l’exploitant / fabricant",
        "company_id",
        REQUIRED,
        made=True,
    ),
    Line(
        "company_address",
        "Adresse de l’exploitant / fabricant",
        "company_id",
        REQUIRED,
        made=True,
        joined=True,
    ),
    Line("pr", "Pharmacien responsable", "company_id", SHOWN, kind=PERSON, made=True),
    Line(
        "contact",
        "Personne en charge du dossier",
        "user_id",
        SHOWN,
        kind=PERSON,
        made=True,
    ),
)

#: The files that go with the volet: its signature binds them by their SHA-256.
ANNEXES = Table(
    "annexes",
    "Annexes",
    "Annexe",
    "annex_ids",
    (
        Column("name", "Fichier", 44, "name"),
        Column("description", "Contenu", 50, "description"),
        Column("size", "Taille", 18, "size", made=True),
        Column("file_sha256", "Empreinte SHA-256", 68, "file_sha256"),
    ),
    "name",
    OPTIONAL,
    caption=False,
    note="{{ annexes_gap }}",
    none="aucune annexe",
)
