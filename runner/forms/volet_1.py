# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Volet 1 asks, in the form's order: adding a row is one line here.

Labels as on the agency's form of 2021; what could not be read of it is ours.
"""

from .blocks import Each, Form, Grid, Row

TITLE = "Fiche enquête de signalement d’un défaut de qualité"
MARK = "Modèle reconstitué – vérifier la fiche en vigueur"
NOT_NUMBERED = "non encore attribuée"

PERSON = (
    "{{{{ {0}.name }}}}\nTéléphone : {{{{ {0}.phone }}}} – "
    "Mobile : {{{{ {0}.mobile }}}}\nCourriel : {{{{ {0}.email }}}}"
)
YES_NO = (
    "{{ '☒' if falsification.yes else '☐' }} oui    "
    "{{ '☒' if falsification.no else '☐' }} non"
)
#: Batches with the same source are named together.
SOURCES = (
    "{% for source, same in batches|groupby('source') %}"
    "Source ({{ same|map(attribute='lot')|join(', ') }}) : {{ source }}"
    "{% if not loop.last %} ; {% endif %}{% endfor %}"
)

CASE = [
    Row("Référence du dossier", f"{{{{ case_number or '{NOT_NUMBERED}' }}}}"),
    Row("Référence interne", "{{ case_reference }}"),
    Row("Version n°", "{{ version }} – {{ status }}"),
    Row("Remplace", "{{ replaces }}", when="replaces"),
    Row("Motif de cette version", "{{ change_reason }}", "change_reason", long=True),
    Row(
        "Date de réception du signalement par l’exploitant/fabricant",
        "{{ signal_received }}",
    ),
    Row("Date de connaissance de l’incident à déclarer", "{{ known_at }}"),
]

PRODUCT = [
    Row(
        "Dénomination exacte du produit (selon l’AMM), présentation",
        "{{ product_name }}\n{{ presentation }}",
    ),
    Row("DCI", "{{ inn }}"),
    Row("Code CIS", "{{ cis }}"),
    Row("Code CIP", "{{ cip13 }}"),
]

BATCHES = Grid(
    name="batch",
    of="batches",
    columns=[
        ("N° de lot", "{{ batch.lot }}", 20),
        ("Date de péremption", "{{ batch.expiry }}", 21.5),
        ("Date de fabrication", "{{ batch.manufactured }}", 21.5),
        ("Taille du lot (unité)", "{{ batch.size }}", 24),
        ("Début de distribution", "{{ batch.distribution_start }}", 22.5),
        ("Fin de distribution", "{{ batch.distribution_end }}", 22.5),
        (
            "Quantité distribuée sur le marché français",
            "{{ batch.quantity_france }}",
            24,
        ),
        ("Quantité distribuée, tous pays", "{{ batch.quantity_total }}", 24),
    ],
    note=SOURCES,
)

COMPANY = [
    Row(
        "Nom et adresse de l’exploitant / fabricant",
        "{{ company_name }}\n{{ company_address }}",
    ),
    Row("Pharmacien responsable", PERSON.format("pr")),
    Row("Personne en charge du dossier", PERSON.format("contact")),
]

DEFECT = [
    Row("Description du défaut qualité", "{{ defect_description }}", long=True),
    Row("Suspicion de contrefaçon / falsification", YES_NO),
    Row(
        "Commentaire",
        "{{ falsification.comment }}",
        when="falsification.comment",
        long=True,
    ),
]

VISA = [
    Each(
        "one",
        "signatures",
        [
            Row("Date", "{{ one.signed_at }}"),
            Row("Nom", "{{ one.name }}"),
            Row("Qualité", "{{ one.role }}"),
            Row("Visa", "{{ one.meaning }} – signature électronique"),
            Row("Empreinte SHA-256 du contenu", "{{ one.content_sha256 }}"),
            Row("Empreinte SHA-256 du Word présenté", "{{ one.preview_sha256 }}"),
            Row("Chaîne de preuves", "{{ one.chain_head }}"),
        ],
    ),
    Row("Visa", "Non signé – projet", when="not signatures"),
]

FORM = Form(
    title=TITLE,
    part="Volet 1 – Informations générales relatives au(x) lot(s) concerné(s)",
    mark=MARK,
    notes=[
        "Transmis sans délai (articles R. 5124-55 et L. 5121-5 du Code de la santé "
        "publique). Le numéro de dossier attribué est à rappeler pour toute "
        "correspondance.",
        "{{ agency.name }}\n{{ agency.department }}",
        "{{ agency.address }}\n{{ agency.email }}",
    ],
    header=[
        f"{TITLE} – Volet 1",
        "{{ agency.department|replace('\\n', ' – ') }}",
    ],
    stamps=[("exercise", "EXERCICE"), ("not signatures", "PROJET – non signé")],
    footer=(
        f"Dossier {{{{ case_number or '{NOT_NUMBERED}' }}}} – "
        "{{ case_reference }} – Volet 1, version {{ version }} ({{ status }}) – Page "
    ),
    sections=[
        ("Dossier", CASE),
        ("Produit", PRODUCT),
        ("Lot(s) concerné(s)", BATCHES),
        ("Exploitant / fabricant", COMPANY),
        ("Défaut qualité", DEFECT),
        ("Date, nom, qualité, visa", VISA),
    ],
)
