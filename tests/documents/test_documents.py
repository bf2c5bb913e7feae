# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from pypdf import PdfReader
from quality_defect_documents import compare, package, pdf, word
from quality_defect_documents.errors import DocumentError

from runner.forms import build, volet_1

from .values import FORM, batch, texts, volet

CASES = {
    "plain": volet(),
    "marks": volet(defect_description="< b & c > « é è ç œ » {{ x }} {% y %} \\ % ☐"),
    "lines": volet(defect_description="un\ndeux\r\ntrois\n\nquatre\tcinq"),
    "long": volet(
        defect_description="\n".join(f"Constat n° {n} : fissure." for n in range(400))
    ),
    "one long line": volet(defect_description="fissure du flacon, " * 527),
    "sixty batches": volet(batches=[batch(number) for number in range(1, 61)]),
    "not signed": volet(signatures=[]),
    "first": volet(case_number="", replaces="", change_reason=""),
    "exercise": volet(exercise=True),
}


@pytest.fixture(params=CASES, scope="module")
def case(request):
    values = CASES[request.param]
    docx = word.fill(FORM, values)
    return values, docx, pdf.make(docx, title="Volet 1")


def test_the_pdf_holds_every_text_of_the_word_in_order(case):
    _values, docx, made = case
    assert compare.differences(docx, made) == []


def test_the_word_and_the_pdf_hold_every_value(case):
    values, docx, made = case
    in_word = compare.squash("".join(word.text(docx)))
    in_pdf = compare.squash("".join(pdf.pages(made)))
    for value in texts(values):
        for line in re.split(r"\r?\n", value):
            # a page's end stands in the middle of what is very long
            for piece in re.findall(r".{1,60}", compare.squash(line))[:1]:
                assert piece in in_word
                assert piece in in_pdf


def test_each_page_bears_case_number_version_and_page(case):
    values, _docx, made = case
    pages = pdf.pages(made)
    number = values["case_number"] or "non encore numéroté"
    for page, text in enumerate(pages, 1):
        footer = f"Dossier {number} – {values['case_reference']} – Volet 1, version 2"
        assert compare.squash(footer) in compare.squash(text)
        assert compare.squash(f"Page {page} / {len(pages)}") in compare.squash(text)
        assert compare.squash(volet_1.MARK) in compare.squash(text)


@pytest.mark.parametrize(
    ("name", "mark"), [("not signed", "PROJET, non signé"), ("exercise", "EXERCICE")]
)
def test_each_page_of_a_project_or_exercise_says_so(name, mark):
    for others, values in CASES.items():
        docx = word.fill(FORM, values)
        for page in pdf.pages(pdf.make(docx, title="Volet 1")):
            assert (compare.squash(mark) in compare.squash(page)) == (others == name)


def test_a_text_lost_or_moved_is_named():
    docx = word.fill(FORM, volet())
    other = pdf.make(word.fill(FORM, volet(inn="Ibuprofène")), title="x")
    assert compare.differences(docx, other) == ["Paracétamol"]
    swapped = volet(pr=volet()["contact"], contact=volet()["pr"])
    moved = pdf.make(word.fill(FORM, swapped), title="x")
    assert compare.differences(docx, moved)


def test_the_same_values_give_the_same_bytes():
    docx = word.fill(FORM, volet())
    assert docx == word.fill(FORM, volet())
    assert pdf.make(docx, title="x") == pdf.make(docx, title="x")


def test_the_pdf_says_it_is_pdf_a_2a_in_french_and_tagged():
    made = PdfReader(io.BytesIO(pdf.make(word.fill(FORM, volet()), title="Volet 1")))
    root = made.trailer["/Root"]
    data = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")2", data)
    assert re.search(r"pdfaid:conformance(>|=\")A", data)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/OutputIntents"]


def test_control_characters_are_refused_with_every_field():
    with pytest.raises(DocumentError) as caught:
        word.fill(
            FORM, volet(inn="a\x00", batches=[batch(1), {**batch(2), "lot": "\x1b"}])
        )
    assert caught.value.problems == [
        "inn: characters no document can hold (U+0000)",
        "batches 2.lot: characters no document can hold (U+001B)",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ inn.__class__ }}",
        "{{ unknown_field }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ broken",
    ],
)
def test_a_form_that_escapes_or_errs_is_refused(code):
    document = Document()
    document.add_paragraph(code)
    target = io.BytesIO()
    document.save(target)
    with pytest.raises((DocumentError, OverflowError)):
        word.fill(target.getvalue(), volet())


def _with_tag(tag):
    document = Document()
    run = document.add_paragraph("texte").add_run("caché")
    holder = run._r.get_or_add_rPr() if tag == "w:vanish" else run._r
    holder.append(OxmlElement(tag))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("tag", sorted(word.REFUSED))
def test_what_would_leak_is_refused(tag):
    assert word.problems(_with_tag(tag)) == [f"The file holds {word.REFUSED[tag]}."]


def test_a_clean_word_is_not_refused():
    assert word.problems(word.fill(FORM, volet())) == []


def test_what_is_no_word_or_too_large_is_refused():
    assert word.problems(b"PK no zip") == ["This is not a Word (.docx) file."]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (package.MAX_UNPACKED + 1))
    assert word.problems(bomb.getvalue()) == [
        "This Word file unpacks to far more than a form."
    ]


def test_the_shipped_form_is_what_the_builder_builds():
    assert build.build(volet_1) == FORM
