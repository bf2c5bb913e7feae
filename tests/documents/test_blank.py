# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The agency's blank form: tied by itself, filled right, left as it is otherwise."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader
from quality_defect_documents import compare, package, pdf, samples
from quality_defect_documents.blank import filling, places, proposals
from quality_defect_documents.errors import DocumentError

from .agency import BLANK, MEANT

READ = places.read(BLANK)
TIES = proposals.propose("volet_1", READ)


def filled(**changes):
    return filling.fill(
        BLANK, "volet_1", TIES, {**samples.content("volet_1"), **changes}
    )


def table(docx, number):
    """Return the texts of a table, as python-docx reads them."""
    rows = Document(io.BytesIO(docx)).tables[number].rows
    return [[cell.text for cell in row.cells] for row in rows]


def test_the_form_is_tied_by_itself():
    assert len(READ) == len(MEANT)
    right = [TIES.get(one.id) == path for one, path in zip(READ, MEANT, strict=True)]
    assert sum(right) / len(right) >= 0.9


def test_a_label_nobody_knows_is_left_to_a_person():
    parts = package.members(BLANK)
    parts[package.MAIN] = parts[package.MAIN].replace(b">DCI<", b">Zone libre<")
    found = places.read(package.pack(parts))
    unknown = [one.id for one in found if one.labels[0] == "Zone libre"]
    assert len(unknown) == 1
    assert unknown[0] not in proposals.propose("volet_1", found)


def test_cells_controls_and_labels_take_their_values():
    docx = filled(case_number="2026-DQ-00123", inn="Paracétamol & co <x>")
    assert table(docx, 1)[1] == ["DCI", "Paracétamol & co <x>"]
    control = Document(io.BytesIO(docx)).tables[0].cell(0, 1)._tc
    assert "".join(one.text for one in control.iter(qn("w:t"))) == "2026-DQ-00123"
    assert next(control.iter(qn("w:sdt")), None) is not None
    assert next(control.iter(qn("w:showingPlcHdr")), None) is None
    assert "Code CIP : Code CIP (exemple)" in table(docx, 1)[2][1]


def test_boxes_are_ticked_as_characters_and_as_content_controls():
    docx = filled(
        authorisation={"atu": True}, generic={"no": True}, procedure={"centralised": 1}
    )
    rows = table(docx, 1)
    assert "☐ AMM" in rows[2][1] and "☒ ATU" in rows[2][1]
    assert rows[4][1].startswith("nationale ☐") and "centralisée ☒" in rows[4][1]
    cell = Document(io.BytesIO(docx)).tables[1].cell(3, 1)._tc
    checked = [one.get(filling_value()) for one in cell.iter(filling_checked())]
    assert checked == ["0", "1"]


def filling_checked():
    return "{http://schemas.microsoft.com/office/word/2010/wordml}checked"


def filling_value():
    return filling_checked().replace("checked", "val")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 60])
def test_each_batch_has_its_row(count):
    (pattern, *_others) = samples.content("volet_1")["batches"]
    batches = [{**pattern, "lot": f"LOT{number}"} for number in range(count)]
    rows = table(filled(batches=batches, batches_gap="aucun"), 2)[2:]
    said = [row[0] for row in rows if row[0]]
    assert said == ([one["lot"] for one in batches] or ["aucun"])
    assert len(rows) == max(count, 2)


def test_everything_else_stays_as_it_is():
    """The other parts byte by byte; the body element by element."""
    before, after = package.members(BLANK), package.members(filled())
    assert list(before) == list(after)
    kept = [name for name in before if name != package.MAIN]
    changed = [name for name in kept if not same(before[name], after[name])]
    assert changed == []
    old, new = (etree.fromstring(one[package.MAIN]) for one in (before, after))
    assert left_over(old, new) == []


def same(before, after):
    if before == after:
        return True
    return etree.tostring(etree.fromstring(before), method="c14n") == etree.tostring(
        etree.fromstring(after), method="c14n"
    )


def left_over(old, new):
    """Return the elements of the blank form, its dots apart, that are not in the
    filled one in the same order."""
    wanted = [mark(one) for one in old.iter() if mark(one)]
    there = iter([mark(one) for one in new.iter() if mark(one)])
    return [one for one in wanted if one not in there]


def mark(one):
    """Return what an element is; not what a filled place changes."""
    name = etree.QName(one).localname
    if name in ("t", "r", "checked", "showingPlcHdr", "color") or (
        name == "rPr" and etree.QName(one.getparent()).localname == "r"
    ):
        return None
    return name, tuple(sorted(one.attrib.items()))


def test_what_has_no_place_stands_on_a_last_page():
    docx = filled(change_reason="Lot ajouté", stocks=[{"lot": "Z9", "stock_own": "12"}])
    texts = "\n".join(pdf.pages(pdf.make(docx, title="x")))
    for said in ("Annexe à la fiche", "Motif de cette version", "Lot ajouté", "Z9"):
        assert said in texts
    assert "Empreinte SHA-256 du contenu 1" in texts


def test_a_draft_and_an_exercise_say_so_on_each_page():
    pages = pdf.pages(pdf.make(filled(signatures=[], exercise=True), title="x"))
    assert len(pages) > 1
    assert all("PROJET – non signé" in one and "EXERCICE" in one for one in pages)
    assert "Non signé – projet" in pages[-1]


@pytest.mark.parametrize("name", [*samples.contents("volet_1")])
def test_word_and_pdf_say_the_same(name):
    docx = filling.fill(BLANK, "volet_1", TIES, samples.contents("volet_1")[name])
    assert compare.differences(docx, pdf.make(docx, title="x")) == []


def test_the_same_content_gives_the_same_bytes():
    assert filled() == filled()


def test_control_characters_are_refused_with_their_field():
    with pytest.raises(DocumentError) as refusal:
        filled(inn="a\x00b")
    assert refusal.value.problems[0].params["field"] == "inn"


def test_the_agencys_logo_is_in_the_pdf_too():
    reader = PdfReader(io.BytesIO(pdf.make(filled(), title="x")))
    assert [len(page.images) for page in reader.pages] == [1] * len(reader.pages)
