# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The letter by which a report that proved unfounded is withdrawn.

No form of the agency: the exploitant's own letter, which names the case, what was
sent and why it is taken back, and asks for an acknowledgement.
"""

from .case import CASE, COMPANY
from .lines import OPTIONAL, REQUIRED, SHOWN, Column, Layout, Line, Section, Table

KEPT = {
    *("case_number", "case_reference", "other_specialities", "version", "status"),
    *("replaces", "changes"),
}
PRODUCT = (
    Line("product_name", "Médicament", "medicine_id.name", SHOWN),
    Line("presentation", "Présentation", "presentation_id.name", SHOWN, joined=True),
    Line("lots", "Lot(s)", "batch_ids", SHOWN, made=True),
)
SENT = Table(
    "sent_versions",
    "Versions transmises",
    "Version",
    "volet_ids",
    (
        Column("name", "Document", 38, made=True),
        Column("sealed", "Signé le", 37, made=True),
        Column("sent", "Transmission", 37, made=True),
        Column("pdf_sha256", "Empreinte SHA-256 du PDF", 68, "pdf_sha256"),
    ),
    "name",
    SHOWN,
    caption=False,
)
WORDS = (
    "Madame, Monsieur,\n"
    "Nous avons transmis à l’agence, pour le dossier ci-dessus, les versions "
    "énumérées. L’investigation a montré que le signalement n’était pas fondé. "
    "Nous le retirons et vous prions de bien vouloir accuser réception de ce retrait."
)

LAYOUT = Layout(
    title="Retrait d’un signalement de défaut de qualité",
    mark="Lettre de l’exploitant",
    part="Lettre de retrait – signalement non fondé",
    note="Le numéro de dossier attribué est à rappeler pour toute correspondance.",
    sections=(
        Section("Dossier", tuple(one for one in CASE if one.key in KEPT)),
        Section("Médicament", PRODUCT),
        Section("Versions transmises", (SENT,)),
        Section(
            "Retrait",
            (
                Line("request", "Objet", need=SHOWN, text=WORDS, compared=False),
                Line(
                    "withdrawal_reason",
                    "Pourquoi le signalement n’est pas fondé",
                    "withdrawal_reason",
                    REQUIRED,
                    long=True,
                ),
                Line(
                    "change_reason",
                    "Motif de cette version",
                    need=OPTIONAL,
                    compared=False,
                ),
            ),
        ),
        Section("Exploitant / fabricant", COMPANY),
    ),
)
