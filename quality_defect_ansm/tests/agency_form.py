# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A blank form rebuilt after the first page of the agency's of 2021.

Rows 1 to 16 of Volet 1: label cells, ☐ boxes, content controls, a header. It holds
no placeholder: it is what anybody would download.
"""

import io

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from PIL import Image

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
TEXT_CONTROL = (
    "<w:sdt {ns}><w:sdtPr><w:alias w:val='{alias}'/><w:showingPlcHdr/><w:text/>"
    "</w:sdtPr><w:sdtContent><w:r><w:rPr><w:color w:val='808080'/></w:rPr>"
    "<w:t>Cliquez ici pour entrer du texte.</w:t></w:r></w:sdtContent></w:sdt>"
)
BOX_CONTROL = (
    "<w:sdt {ns} {w14}><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/>"
    "<w14:checkedState w14:val='2612' w14:font='MS Gothic'/>"
    "<w14:uncheckedState w14:val='2610' w14:font='MS Gothic'/></w14:checkbox>"
    "</w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
)

#: What the places of the form are for, in reading order.
MEANT = (
    "case_number version+status signal_received product_name+presentation inn "
    "authorisation.amm authorisation.parallel_import authorisation.atu "
    "authorisation.trial authorisation_number cip13 holder generic.yes generic.no "
    "procedure.national procedure.mutual_recognition procedure.decentralised "
    "procedure.centralised rapporteur supervisor "
    + 2
    * (
        "batches.lot batches.expiry batches.manufactured batches.size "
        "batches.distribution_start batches.distribution_end batches.quantity_france "
    )
    + "distribution_france.wholesaler distribution_france.pharmacy "
    "distribution_france.hospital distribution_france.samples "
    "distribution_france.trial distribution_france.other distribution_abroad.eu "
    "countries_eu distribution_abroad.other countries_other "
    "company_name+company_address pr.name pr.phone pr.mobile pr.email contact.name "
    "contact.phone contact.mobile contact.email production_sites packaging_sites "
    "release_sites sample_sites defect_description falsification.yes "
    "falsification.no falsification_comment signatures.signed_at signatures.name "
    "signatures.role signatures.meaning"
).replace("+", " + ")
MEANT = [one.replace("~", " + ") for one in MEANT.replace(" + ", "~").split()]


def build():
    """Return the bytes of the blank form."""
    document = Document()
    document.styles["Normal"].font.name = "DejaVu Sans"
    document.styles["Normal"].font.size = Pt(9)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.header.paragraphs[
        0
    ].text = "Agence de démonstration – Direction de la surveillance – DQ-FORM-01"
    _logo(section.header.paragraphs[0])
    document.add_heading("Fiche enquête de signalement d’un défaut de qualité", 1)
    _address(document.add_paragraph("Volet 1 : à transmettre sans délai – "))
    _case(document)
    _product(document)
    document.add_paragraph("Lot(s) concerné(s)")
    _batches(document)
    document.add_paragraph()
    _distribution(document)
    _company(document)
    _sites(document)
    _defect(document)
    _visa(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _logo(paragraph):
    picture = io.BytesIO()
    Image.new("RGB", (60, 20), "#1f3864").save(picture, "PNG")
    paragraph.add_run().add_picture(picture, width=Mm(18))


def _address(paragraph):
    """Add an e-mail address one may click on."""
    address = "mailto:defauts-qualite@agence.example"
    relation = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
    xml = f"<w:hyperlink {nsdecls('w', 'r')} r:id='{relation}'/>"
    link = parse_xml(xml)
    run = paragraph.add_run("defauts-qualite@agence.example")
    link.append(run._r)
    paragraph._p.append(link)


def _table(document, rows, columns):
    return document.add_table(rows, columns, style="Table Grid")


def _control(paragraph, alias):
    xml = TEXT_CONTROL.format(ns=nsdecls("w"), alias=alias)
    paragraph._p.append(parse_xml(xml))


def _box(paragraph, words):
    paragraph._p.append(parse_xml(BOX_CONTROL.format(ns=nsdecls("w"), w14=W14)))
    paragraph.add_run(f" {words}   ")


def _case(document):
    table = _table(document, 3, 2)
    table.cell(0, 0).text = "Référence du dossier :"
    _control(table.cell(0, 1).paragraphs[0], "Référence")
    table.cell(1, 0).text = "Version n°"
    table.cell(
        2, 0
    ).text = "Date de réception du signalement par l’exploitant/fabricant"


def _product(document):
    document.add_paragraph("Informations relatives au produit")
    table = _table(document, 5, 2)
    table.cell(0, 0).text = "Dénomination exacte du produit (selon l’AMM), présentation"
    table.cell(1, 0).text = "DCI"
    table.cell(2, 0).text = "Statut"
    table.cell(
        2, 1
    ).text = "☐ AMM   ☐ Autorisation d’importation parallèle\n☐ ATU   ☐ Essai clinique"
    paragraph = table.cell(2, 1).add_paragraph("N° AMM ou ATU : ............  ")
    paragraph.add_run("Code CIP : ............")
    table.cell(2, 1).add_paragraph("Nom du titulaire : ")
    table.cell(3, 0).text = "Générique"
    for word in ("oui", "non"):
        _box(table.cell(3, 1).paragraphs[0], word)
    table.cell(4, 0).text = "Procédure"
    table.cell(
        4, 1
    ).text = "nationale ☐  reconnaissance mutuelle ☐  décentralisée ☐  centralisée ☐"
    table.cell(4, 1).add_paragraph("Pays rapporteur :\t\tPays superviseur :\t")


def _batches(document):
    table = _table(document, 4, 7)
    heads = [
        *("N° de lot", "Date de péremption", "Date de fabrication"),
        *("Taille du lot (unité)", "Dates de distribution", ""),
        "Quantité distribuée sur le marché français",
    ]
    for number in (0, 1, 2, 3, 6):
        merged = table.cell(0, number).merge(table.cell(1, number))
        merged.text = heads[number]
    table.cell(0, 4).merge(table.cell(0, 5)).text = heads[4]
    table.cell(1, 4).text, table.cell(1, 5).text = "début", "fin"


def _distribution(document):
    table = _table(document, 2, 2)
    table.cell(0, 0).text = "Distribution en France"
    boxes = (
        *("Grossiste-répartiteur", "Officine", "Hôpital"),
        *("Échantillons médicaux", "Essai clinique", "Autre (humanitaire)"),
    )
    table.cell(0, 1).text = ""
    for words in boxes:
        _box(table.cell(0, 1).paragraphs[0], words)
    table.cell(1, 0).text = "Distribution hors France"
    table.cell(1, 1).text = "UE ☐ pays : ............\nhors UE ☐ pays : ............"


def _company(document):
    table = _table(document, 5, 4)
    table.cell(0, 0).text = "Nom et adresse de l’exploitant / fabricant"
    table.cell(0, 1).merge(table.cell(0, 3))
    for row, who in (
        (1, "Pharmacien responsable"),
        (3, "Personne en charge du dossier"),
    ):
        merged = table.cell(row, 0).merge(table.cell(row + 1, 0))
        merged.text = who
        table.cell(row, 1).text = "Nom : "
        table.cell(row, 2).merge(table.cell(row, 3)).text = "Téléphone : "
        table.cell(row + 1, 1).text = "Mobile : "
        table.cell(row + 1, 2).text = "E-mail"


def _sites(document):
    document.add_paragraph("Lieux (nom et adresse postale)")
    table = _table(document, 4, 2)
    labels = (
        "Lieu(x) de production",
        "Lieu(x) de conditionnement",
        "Lieu(x) de libération (Dir. 2001/83/CE art. 51)",
        "Lieu(x) de l’échantillothèque",
    )
    for row, label in enumerate(labels):
        table.cell(row, 0).text = label


def _defect(document):
    document.add_paragraph()
    table = _table(document, 3, 1)
    table.cell(0, 0).text = "Description du défaut qualité"
    line = table.cell(2, 0).paragraphs[0]
    line.add_run("Suspicion de contrefaçon / falsification : ")
    for word in ("oui", "non"):
        _box(line, word)
    table.cell(2, 0).add_paragraph("Commentaire : ")


def _visa(document):
    document.add_paragraph()
    table = _table(document, 2, 4)
    for number, label in enumerate(("Date", "Nom", "Qualité", "Visa")):
        table.cell(0, number).text = label
