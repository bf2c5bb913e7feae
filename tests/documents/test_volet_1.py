# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must hold of Volet 1, whatever is written in it."""

import re

import pytest
from quality_defect_documents import compare, package, pdf, word

from runner.forms import build, volet_1
from runner.forms.blocks import Each, Grid

from .cases import CASES
from .values import FORM, texts


@pytest.fixture(params=CASES, scope="module")
def case(request):
    values = CASES[request.param]
    docx = word.fill(FORM, values)
    return request.param, values, docx, pdf.make(docx, title="Volet 1")


def test_the_pdf_holds_every_text_of_the_word_in_order(case):
    _name, _values, docx, made = case
    assert compare.differences(docx, made) == []


def test_the_word_holds_every_value_line_by_line(case):
    _name, values, docx, _made = case
    in_word = "\n".join(word.text(docx))
    for value in texts(values):
        lines = value.replace("\r\n", "\n").strip().split("\n")
        assert [line for line in lines if line.strip() not in in_word] == []


def test_each_page_bears_case_number_version_page_and_mark(case):
    _name, values, _docx, made = case
    pages = pdf.pages(made)
    number = values["case_number"] or volet_1.NOT_NUMBERED
    for page, text in enumerate(pages, 1):
        squashed = compare.squash(text)
        footer = f"Dossier {number} – {values['case_reference']} – Volet 1, version 2 ("
        footer += f"{values['status']}) – Page {page} / {len(pages)}"
        assert squashed.count(compare.squash(footer)) == 1
        assert compare.squash(volet_1.MARK) in squashed


def test_only_a_project_or_an_exercise_is_stamped_so_on_each_page(case):
    name, _values, _docx, made = case
    for stamped, stamp in (
        ("not signed", "PROJET – non signé"),
        ("exercise", "EXERCICE"),
    ):
        for page in pdf.pages(made):
            assert (stamp in page) == (name == stamped)


def test_the_pdf_has_every_label_of_the_form():
    made = pdf.make(word.fill(FORM, CASES["plain"]), title="Volet 1")
    text = compare.squash(pdf.text(made))
    assert [
        one for one in labels(volet_1.FORM) if compare.squash(one) not in text
    ] == []


def labels(form):
    for number, (title, content) in enumerate(form.sections, 1):
        yield f"{number}. {title}"
        if isinstance(content, Grid):
            yield from (label for label, _text, _width in content.columns)
        else:
            for row in content:
                yield from (one.label for one in getattr(row, "rows", [row]))
    assert any(isinstance(row, Each) for row in form.sections[-1][1])


def test_the_labels_of_the_2021_form_stand_in_its_order():
    wanted = (
        "Référence du dossier|Version n°|Date de réception du signalement par "
        "l’exploitant/fabricant|Dénomination exacte du produit (selon l’AMM), "
        "présentation|DCI|N° de lot|Date de péremption|Date de fabrication|"
        "Taille du lot (unité)|Quantité distribuée sur le marché français|"
        "Nom et adresse de l’exploitant / fabricant|Pharmacien responsable|"
        "Personne en charge du dossier|Description du défaut qualité|"
        "Suspicion de contrefaçon / falsification|6. Date, nom, qualité, visa"
    ).split("|")
    assert [one for one in labels(volet_1.FORM) if one in wanted] == wanted


def test_batches_of_one_source_are_named_together():
    (one,) = [t for t in word.text(word.fill(FORM, CASES["plain"])) if "Source" in t]
    assert one.startswith("Source (AB0001, AB0002, AB0003) : mouvements")
    (two,) = [
        t for t in word.text(word.fill(FORM, CASES["two sources"])) if "Source" in t
    ]
    assert "Source (AB0002) : dépositaire" in two.split(" ; ")


def test_the_heading_of_the_batches_is_repeated_on_each_page():
    made = pdf.make(word.fill(FORM, CASES["sixty batches"]), title="Volet 1")
    with_batches = [page for page in pdf.pages(made) if re.search(r"AB00\d\d \d", page)]
    assert len(with_batches) > 1
    assert all("N° de lot" in page for page in with_batches)


def test_an_unsigned_volet_says_so_in_its_last_block():
    found = word.text(word.fill(FORM, CASES["not signed"]))
    assert "Non signé – projet" in found
    assert "Non signé – projet" not in word.text(word.fill(FORM, CASES["plain"]))


def test_the_shipped_form_is_what_the_builder_builds():
    # parts, not bytes: machines compress differently
    assert package.members(build.build(volet_1.FORM)) == package.members(FORM)


def test_the_shipped_form_is_lean_and_has_nothing_refused():
    assert len(FORM) < 20_000
    assert word.problems(FORM) == []
