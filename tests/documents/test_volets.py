# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must hold of both volets, whatever is written in them."""

import re

import pytest
from quality_defect_documents import compare, package, pdf, word
from quality_defect_documents.volets import LAYOUTS
from quality_defect_documents.volets.case import NOT_NUMBERED
from quality_defect_documents.volets.lines import MARK

from runner.forms import build, volet
from runner.forms.blocks import Each, Grid

from .cases import CASES, VOLET_1
from .values import FORM, FORMS, texts
from .values import volet as values_of

KINDS = pytest.mark.parametrize("kind", LAYOUTS)


@pytest.fixture(params=CASES, scope="module")
def case(request):
    kind, values = CASES[request.param]
    docx = word.fill(FORMS[kind], values)
    return request.param, values, docx, pdf.make(docx, title="Volet")


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
    name, values, _docx, made = case
    pages = pdf.pages(made)
    number = values["case_number"] or NOT_NUMBERED
    which = "Volet 2" if name.startswith("volet 2") else "Volet 1"
    for page, text in enumerate(pages, 1):
        squashed = compare.squash(text)
        footer = f"Dossier {number} – {values['case_reference']} – {which}, version 2 ("
        footer += f"{values['status']}) – Page {page} / {len(pages)}"
        assert squashed.count(compare.squash(footer)) == 1
        assert compare.squash(MARK) in squashed


def test_only_a_project_or_an_exercise_is_stamped_so_on_each_page(case):
    name, _values, _docx, made = case
    for stamped, stamp in (
        ("not signed", "PROJET – non signé"),
        ("exercise", "EXERCICE"),
    ):
        for page in pdf.pages(made):
            assert (stamp in page) == name.endswith(stamped)


@KINDS
def test_the_pdf_has_every_label_of_the_form(kind):
    values = values_of(kind)
    text = compare.squash(pdf.text(pdf.make(word.fill(FORMS[kind], values), title="x")))
    found = [one.format(**values) for one in labels(volet.form(kind))]
    assert [one for one in found if compare.squash(one) not in text] == []


@KINDS
def test_the_values_of_these_tests_are_all_that_a_volet_says(kind):
    assert set(values_of(kind)) == LAYOUTS[kind].keys | {"signatures"}


def labels(form):
    """Yield the titles and labels of a form; a caption's placeholder as {name}."""
    for number, (title, content) in enumerate(form.sections, 1):
        yield f"{number}. {title}"
        for part in content:
            if isinstance(part, Grid):
                yield part.caption.replace("{{ ", "{").replace(" }}", "}")
                yield from (label for label, _text, _width in part.columns)
            else:
                yield from (one.label for one in getattr(part, "rows", [part]))
    assert any(isinstance(row, Each) for row in form.sections[-1][1])


def test_the_labels_of_the_2021_form_stand_in_its_order():
    wanted = (
        "Référence du dossier|Version n°|Date de réception du signalement par "
        "l’exploitant/fabricant|Dénomination exacte du produit (selon l’AMM), "
        "présentation|DCI|N° de lot|Date de péremption|Date de fabrication|"
        "Taille du lot (unité)|Quantité distribuée sur le marché français|"
        "Distribution en France|Distribution hors France|Statut|Générique|Procédure|"
        "Nom et adresse de l’exploitant / fabricant|Pharmacien responsable|"
        "Personne en charge du dossier|Lieu(x) de production|"
        "Lieu(x) de conditionnement|Lieu(x) de libération (Dir. 2001/83/CE, art. 51)|"
        "Lieu(x) de l’échantillothèque|Description du défaut qualité|"
        "Suspicion de contrefaçon / falsification|14. Date, nom, qualité, visa"
    ).split("|")
    found = [one for one in labels(volet.form("volet_1")) if one in wanted]
    assert list(dict.fromkeys(found)) == wanted


def test_batches_of_one_source_are_named_together():
    (one,) = [
        t for t in word.text(word.fill(FORM, VOLET_1["plain"])) if "Source (" in t
    ]
    assert one.startswith("Source (AB0001, AB0002, AB0003) : mouvements")
    (two,) = [
        t for t in word.text(word.fill(FORM, VOLET_1["two sources"])) if "Source (" in t
    ]
    assert "Source (AB0002) : dépositaire" in two.split(" ; ")


def test_the_heading_of_the_batches_is_repeated_on_each_page():
    made = pdf.make(word.fill(FORM, VOLET_1["sixty batches"]), title="Volet 1")
    with_batches = [page for page in pdf.pages(made) if re.search(r"AB00\d\d \d", page)]
    assert len(with_batches) > 1
    assert all("N° de lot" in page for page in with_batches)


def test_an_unsigned_volet_says_so_in_its_last_block():
    found = word.text(word.fill(FORM, VOLET_1["not signed"]))
    assert "Non signé – projet" in found
    assert "Non signé – projet" not in word.text(word.fill(FORM, VOLET_1["plain"]))


@KINDS
def test_the_shipped_form_is_what_the_builder_builds(kind):
    # parts, not bytes: machines compress differently
    built = build.build(volet.form(kind))
    assert package.members(built) == package.members(FORMS[kind])


@KINDS
def test_the_shipped_form_is_lean_and_has_nothing_refused(kind):
    assert len(FORMS[kind]) < 20_000
    assert word.problems(FORMS[kind]) == []
