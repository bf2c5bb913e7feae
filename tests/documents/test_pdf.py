# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The PDF: its format, its looks taken from the Word, and what is not drawn."""

import io
import logging
import re

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader
from quality_defect_documents import compare, pdf, word
from quality_defect_documents.errors import DocumentError

from .values import FORM, signature, volet


@pytest.fixture(scope="module")
def docx():
    return word.fill(FORM, volet())


@pytest.fixture(scope="module")
def reader(docx):
    return PdfReader(io.BytesIO(pdf.make(docx, title="Volet 1 – DQ/2026/0001")))


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_the_pdf_says_it_is_pdf_a_2a_titled_in_french_and_tagged(reader):
    root = reader.trailer["/Root"]
    data = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")2", data)
    assert re.search(r"pdfaid:conformance(>|=\")A", data)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert reader.metadata.title == "Volet 1 – DQ/2026/0001"
    (intent,) = root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object().get_data()


def test_the_pdf_has_nothing_that_pdf_a_forbids(reader):
    root = reader.trailer["/Root"]
    assert not reader.is_encrypted
    assert not {"/AA", "/OpenAction", "/AcroForm"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"].values()
        assert fonts
        for font in fonts:
            assert "DejaVu" in font["/BaseFont"]
            assert "/ToUnicode" in font
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


def test_the_tags_name_headings_tables_and_heading_cells(reader):
    kinds, left = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            left += [node["/K"]] if "/K" in node else []
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/P"} <= kinds


def test_the_columns_shades_and_borders_are_the_words(docx):
    main = html.fromstring(pdf._page(docx, "x", "fr")).find(".//main")
    tables = main.findall(".//table")
    rows, grid = tables[0], tables[3]
    widths = [one.get("style") for one in rows.iterfind("colgroup/col")]
    assert widths == ["width:33.889%", "width:66.111%"]
    assert len(grid.findall("colgroup/col")) == 8
    assert {table.get("class") for table in tables} == {"ruled"}
    assert rows.find(".//td").get("style") == "background:#EDEDED"
    assert rows.findall(".//td")[1].get("style") is None
    assert [one.tag for one in grid.iterfind("thead/tr/*")] == ["th"] * 8


def test_merged_and_nested_cells_keep_their_own_shade():
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "fusion"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "dedans"
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "ABCDEF")
    table.cell(1, 1).text = "teinte"
    table.cell(1, 1)._tc.get_or_add_tcPr().append(shade)
    main = html.fromstring(pdf._page(saved(document), "x", "fr")).find(".//main")
    shaded = [td for td in main.iter("td") if td.get("style")]
    assert [one.text_content() for one in shaded] == ["teinte"]


def test_fields_written_by_word_itself_count_pages_too():
    document = Document()
    run = document.sections[0].footer.paragraphs[0].add_run("Feuille ")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = text
        run._r.append(mark)
        if kind == "separate":
            run._r.append(OxmlElement("w:t"))
            run._r[-1].text = "99"
    document.add_paragraph("corps")
    made = pdf.make(saved(document), title="x")
    assert [page.splitlines()[-1] for page in pdf.pages(made)] == ["Feuille 1"]
    assert compare.differences(saved(document), made) == []


def test_characters_no_font_has_are_an_error_that_lists_them(caplog):
    docx = word.fill(FORM, volet(inn="a \u0378 \u0379 \u0378"))
    with pytest.raises(DocumentError) as caught:
        pdf.make(docx, title="x")
    (problem,) = caught.value.problems
    assert problem.code == "undrawable_characters"
    assert re.findall(r"U\+\w+", problem) == ["U+0378", "U+0379"]
    assert caplog.records == []


def test_a_volet_is_made_without_a_warning(docx, caplog):
    with caplog.at_level(logging.WARNING):
        pdf.make(docx, title="x")
    assert caplog.records == []


def test_nothing_is_fetched():
    for url in ("http://127.0.0.1:9/x", "file:///etc/hostname", "data:text/css,"):
        with pytest.raises(ValueError, match="Nothing is fetched"):
            pdf.no_fetch(url)


def test_a_text_lost_is_named(docx):
    other = pdf.make(word.fill(FORM, volet(inn="Ibuprofène")), title="x")
    assert compare.differences(docx, other) == ["Paracétamol"]


def test_a_text_moved_is_named(docx):
    swapped = volet(pr=volet()["contact"], contact=volet()["pr"])
    moved = pdf.make(word.fill(FORM, swapped), title="x")
    assert "Dr Hélène Vasseur" in compare.differences(docx, moved)


def test_a_short_text_lost_is_not_taken_from_further_on(docx):
    other = volet(signatures=[{**signature(), "role": "–"}])
    made = pdf.make(word.fill(FORM, other), title="x")
    assert compare.differences(docx, made) == ["Pharmacien responsable"]


def test_another_footer_is_named_for_each_page(docx):
    made = pdf.make(word.fill(FORM, volet(version="3")), title="x")
    lacking = compare.differences(docx, made)
    pages = len(pdf.pages(made))
    assert [one.split(":")[0] for one in lacking[:pages]] == [
        f"page {number}" for number in range(1, pages + 1)
    ]
