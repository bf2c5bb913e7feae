# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Volet 1 asks, in the form's order: adding a row is one line here.

Labels as on the agency's form of 2021. A row is (label, placeholder) or
(label, placeholder, condition).
"""

TITLE = "Fiche enquête de signalement d’un défaut de qualité"
PART = "VOLET 1 – informations générales, transmis sans délai"
MARK = "Modèle reconstitué – vérifier la fiche en vigueur"

PERSON = (
    "{{{{ {0}.name }}}}\nTéléphone : {{{{ {0}.phone }}}} – "
    "Mobile : {{{{ {0}.mobile }}}}\nCourriel : {{{{ {0}.email }}}}"
)
YES_NO = (
    "{{ '☒' if falsification.yes else '☐' }} oui    "
    "{{ '☒' if falsification.no else '☐' }} non"
)

SECTIONS = [
    (
        "Dossier",
        [
            ("Référence du dossier", "{{ case_number or 'non encore attribuée' }}"),
            ("Référence interne", "{{ case_reference }}"),
            ("Version n°", "{{ version }} – {{ status }}"),
            ("Remplace", "{{ replaces }} – {{ change_reason }}", "replaces"),
            (
                "Date de réception du signalement par l’exploitant/fabricant",
                "{{ signal_received }}",
            ),
            ("Date de connaissance de l’incident à déclarer", "{{ known_at }}"),
        ],
    ),
    (
        "Produit",
        [
            (
                "Dénomination exacte du produit (selon l’AMM), présentation",
                "{{ product_name }}\n{{ presentation }}",
            ),
            ("DCI", "{{ inn }}"),
            ("Code CIS", "{{ cis }}"),
            ("Code CIP", "{{ cip13 }}"),
        ],
    ),
    ("Lot(s) concerné(s)", "batches"),
    (
        "Exploitant / fabricant",
        [
            (
                "Nom et adresse de l’exploitant / fabricant",
                "{{ company_name }}\n{{ company_address }}",
            ),
            ("Pharmacien responsable", PERSON.format("pr")),
            ("Personne en charge du dossier", PERSON.format("contact")),
        ],
    ),
    (
        "Défaut qualité",
        [
            ("Description du défaut qualité", "{{ defect_description }}"),
            ("Suspicion de contrefaçon / falsification", YES_NO),
            (
                "Commentaire",
                "{{ falsification.comment }}",
                "falsification.comment",
            ),
        ],
    ),
    ("Date, nom, qualité, visa", "signatures"),
]

#: The batches' columns: label, placeholder, width in millimetres.
BATCH_COLUMNS = [
    ("N° de lot", "lot", 20),
    ("Date de péremption", "expiry", 20),
    ("Date de fabrication", "manufactured", 20),
    ("Taille du lot (unité)", "size", 24),
    ("Distribution : début", "distribution_start", 21),
    ("Distribution : fin", "distribution_end", 21),
    ("Quantité distribuée sur le marché français", "quantity_france", 28),
    ("Quantité distribuée, tous pays", "quantity_total", 26),
]

SIGNATURE_ROWS = [
    ("Nom", "{{ one.name }}"),
    ("Qualité", "{{ one.role }}"),
    ("Visa", "{{ one.meaning }} – signature électronique"),
    ("Date", "{{ one.signed_at }}"),
    ("Empreinte SHA-256 du contenu", "{{ one.content_sha256 }}"),
    ("Empreinte SHA-256 du Word présenté", "{{ one.preview_sha256 }}"),
]

HEADER = [
    f"{TITLE} – Volet 1",
    MARK
    + "{% if not signatures %} – PROJET, non signé{% endif %}"
    + "{% if exercise %} – EXERCICE{% endif %}",
]
FOOTER = (
    "Dossier {{ case_number or 'non encore numéroté' }} – {{ case_reference }} – "
    "Volet 1, version {{ version }} ({{ status }}) – Page "
)
