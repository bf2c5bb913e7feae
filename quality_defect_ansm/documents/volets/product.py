# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The product, its batches, where they went, its authorisation and its sites."""

from . import words
from .case import boxes
from .lines import OPTIONAL, REQUIRED, SHOWN, Column, Line, Table

#: Batches with the same source are named together.
SOURCES = (
    "{% for source, same in batches|groupby('source') %}"
    "Source ({{ same|map(attribute='lot')|join(', ') }}) : {{ source }}"
    "{% if not loop.last %} ; {% endif %}{% endfor %}"
)

PRODUCT = (
    Line(
        "product_name",
        "Dénomination exacte du produit (selon l’AMM), présentation",
        "medicine_id.name",
        REQUIRED,
    ),
    Line("presentation", "Présentation", "presentation_id.name", REQUIRED, joined=True),
    Line("inn", "DCI", "medicine_id.inn", REQUIRED),
)

BATCHES = Table(
    "batches",
    "Lots concernés",
    "Lot",
    "batch_ids",
    (
        Column("lot", "N° de lot", 20, "lot_name", REQUIRED),
        Column("expiry", "Date de péremption", 21.5, "expiration_date", REQUIRED),
        Column(
            "manufactured", "Date de fabrication", 21.5, "manufacturing_date", REQUIRED
        ),
        Column("size", "Taille du lot (unité)", 24, "batch_size", REQUIRED, made=True),
        Column(
            "distribution_start", "Début de distribution", 22.5, "distribution_start"
        ),
        Column("distribution_end", "Fin de distribution", 22.5, "distribution_end"),
        Column(
            "quantity_france",
            "Quantité distribuée sur le marché français",
            24,
            "quantity_france",
            made=True,
        ),
        Column(
            "quantity_total",
            "Quantité distribuée, tous pays",
            24,
            "quantity_total",
            made=True,
        ),
    ),
    "lot",
    REQUIRED,
    caption=False,
    note=SOURCES,
)

DISTRIBUTION = (
    boxes(
        "distribution_france",
        "Distribution en France",
        "channel_wholesaler",
        words.CHANNELS,
        made=True,
    ),
    boxes(
        "distribution_abroad",
        "Distribution hors France",
        "country_ids",
        words.ABROAD,
        made=True,
        need=SHOWN,
    ),
    Line("countries_eu", "Pays de l’UE", "country_ids", OPTIONAL, made=True),
    Line("countries_other", "Pays hors UE", "country_ids", OPTIONAL, made=True),
    Line(
        "distribution_source",
        "Source",
        "distribution_reason",
        SHOWN,
        made=True,
        compared=False,
    ),
)

AUTHORISATION = (
    # of a medicine made for export only: « sans objet », and why
    boxes("authorisation", "Statut", "medicine_id.status", words.STATUSES),
    Line(
        "authorisation_number",
        "N° d’AMM ou d’autorisation",
        "medicine_id.authorisation_number",
    ),
    Line("cis", "Code CIS", "medicine_id.cis_code"),
    Line("cip13", "Code CIP", "presentation_id.cip13"),
    Line("holder", "Nom du titulaire", "medicine_id.holder_id", made=True),
    boxes("generic", "Générique", "medicine_id.generic", words.YES_NO),
    boxes("procedure", "Procédure", "medicine_id.procedure", words.PROCEDURES),
    Line("rapporteur", "Pays rapporteur", "medicine_id.rapporteur_id"),
    Line("supervisor", "Pays superviseur", "medicine_id.supervisor_id"),
)

SITES = (
    Line(
        "production_sites",
        "Lieu(x) de production",
        "medicine_id.production_site_ids",
        made=True,
    ),
    Line(
        "packaging_sites",
        "Lieu(x) de conditionnement",
        "medicine_id.packaging_site_ids",
        made=True,
    ),
    Line(
        "release_sites",
        "Lieu(x) de libération (Dir. 2001/83/CE, art. 51)",
        "medicine_id.release_site_ids",
        made=True,
    ),
    Line(
        "sample_sites",
        "Lieu(x) de l’échantillothèque",
        "medicine_id.sample_site_ids",
        made=True,
    ),
)
