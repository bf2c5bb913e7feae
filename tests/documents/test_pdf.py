# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The PDF: its format, its looks taken from the Word, and what is not drawn."""

import io
import re

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader
from quality_defect_documents import compare, nodes, pdf, word
from quality_defect_documents.errors import DocumentError

from .values import FORM, signature, volet


@pytest.fixture(scope="module")
def docx():
    return word.fill(FORM, volet())


@pytest.fixture(scope="module")
def reader(docx):
    return PdfReader(io.BytesIO(pdf.make(docx, title="Volet 1 – DQ/2026/0001")))


def body(docx):
    """Return the body of a Word as the data that is drawn."""
    return nodes.children(pdf.main(docx))


def kind(node):
    return node["kind"] if isinstance(node, dict) else "text"


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
    tables = [one for one in body(docx) if kind(one) == "table"]
    rows, grid = tables[0], tables[3]
    first, second = rows["columns"]
    assert round(first / (first + second), 4) == 0.3389
    assert len(grid["columns"]) == 8
    assert {table["ruled"] for table in tables} == {True}
    assert [cell["fill"] for cell in rows["rows"][0]] == ["EDEDED", None]
    assert grid["heads"] == 1
    assert rows["heads"] == 0


def test_merged_and_nested_cells_keep_their_own_shade_and_place():
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "fusion"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "dedans"
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "ABCDEF")
    table.cell(1, 1).text = "teinte"
    table.cell(1, 1)._tc.get_or_add_tcPr().append(shade)
    (drawn,) = (one for one in body(saved(document)) if kind(one) == "table")
    places = [[(cell["x"], cell["rowspan"]) for cell in row] for row in drawn["rows"]]
    assert places == [[(0, 2), (1, 1)], [(1, 1)]]
    assert [cell["fill"] for row in drawn["rows"] for cell in row] == [
        None,
        None,
        "ABCDEF",
    ]


def test_spans_that_do_not_fit_take_no_place_twice():
    table = html.fragment_fromstring(
        "<div><table><tr><td rowspan='9'>a</td><td>b</td></tr>"
        "<tr><td colspan='2' rowspan='2'>c</td><td>d</td></tr>"
        "<tr><td>e</td><td>f</td></tr></table></div>"
    )
    (drawn,) = nodes.children(table)
    taken = [
        (cell["x"] + right, y + down)
        for y, row in enumerate(drawn["rows"])
        for cell in row
        for right in range(cell["colspan"])
        for down in range(cell["rowspan"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _y in taken) + 1 == len(drawn["columns"])


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


@pytest.mark.parametrize(
    "said",
    [
        '#read("/etc/passwd")',
        '#image("http://127.0.0.1:9/x.png")',
        '= title #import "@preview/x:1.0.0" $x$ *a* _b_ `c` <d> @e \\ / // /* ~ --',
        "\\u{41} \\#x {{ inn }} <script>alert(1)</script> &amp;",
    ],
)
def test_what_a_user_wrote_is_never_read_as_markup(said):
    docx = word.fill(FORM, volet(inn=said))
    made = pdf.make(docx, title=said)
    assert compare.squash(said) in compare.squash(pdf.text(made))
    assert compare.differences(docx, made) == []


def test_a_word_longer_than_its_column_stays_inside_and_whole():
    long = "abcdef0123456789" * 12
    docx = word.fill(FORM, volet(inn=long))
    made = pdf.make(docx, title="x")
    assert compare.differences(docx, made) == []
    right = PdfReader(io.BytesIO(made)).pages[0].mediabox.right
    ends = []
    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, _font, _size: ends.append(
                cm[4] + tm[4] * cm[0]
            )
            if text.strip()
            else None
        )
    assert max(ends) < right - 40


def test_a_row_longer_than_a_page_goes_on_over_the_next():
    details = "Blocage du lot chez le dépositaire, confirmé. " * 220
    values = volet()
    values["measures"] = [{**values["measures"][0], "details": details}]
    docx = word.fill(FORM, values)
    assert compare.differences(docx, pdf.make(docx, title="x")) == []


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
