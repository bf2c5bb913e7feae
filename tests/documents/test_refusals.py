# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a Word file of unknown origin may not hold."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from quality_defect_documents import package, pdf, reading, word
from quality_defect_documents.errors import DocumentError

from .values import FORM, volet


def clean():
    document = Document()
    document.add_paragraph("texte").add_run("autre")
    target = io.BytesIO()
    document.save(target)
    return package.members(target.getvalue())


def codes(parts):
    return [one.code for one in word.problems(package.pack(parts))]


def with_body(xml):
    """Return the parts of a Word file with XML at the start of its first run."""
    parts = clean()
    parts[package.MAIN] = parts[package.MAIN].replace(b"<w:t>", xml + b"<w:t>", 1)
    return parts


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<w:ins/>", "insertions"),
        (b"<w:moveTo/>", "insertions"),
        (b"<w:del/>", "deletions"),
        (b"<w:moveFrom/>", "deletions"),
        (b"<w:rPr><w:rPrChange/></w:rPr>", "tracked_formatting"),
        (b'<w:commentReference w:id="0"/>', "comments"),
        (b"<w:rPr><w:vanish/></w:rPr>", "hidden_text"),
        (b'<w:rPr><w:vanish w:val="true"/></w:rPr>', "hidden_text"),
        (b"<w:object/>", "embedded"),
        (b"<w:pict/>", "pictures"),
        (b"<w:checkBox/>", "controls"),
        (b"<w:sectPr/>", "sections"),
        (b"<w:instrText> DDEAUTO c:\\x </w:instrText>", "active_fields"),
    ],
)
def test_what_would_leak_or_be_lost_is_refused(xml, code):
    assert codes(with_body(xml)) == [code]


def test_all_reasons_are_told_at_once():
    parts = with_body(b"<w:ins/><w:object/><w:rPr><w:vanish/></w:rPr>")
    parts["word/vbaProject.bin"] = b"macro"
    assert codes(parts) == ["embedded", "hidden_text", "insertions", "macros"]


def test_a_namespace_of_another_name_hides_nothing():
    parts = clean()
    parts["word/other.xml"] = f'<x:p xmlns:x="{qn("w:p")[1:-2]}"><x:ins/></x:p>'.encode(
        "utf-16"
    )
    assert codes(parts) == ["insertions"]


def test_links_to_outside_are_refused():
    parts = clean()
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(
        b"</Relationships>",
        b'<Relationship Id="x" Type="t" Target="http://a.example" '
        b'TargetMode="External"/></Relationships>',
    )
    assert codes(parts) == ["external"]


def test_entities_are_refused_unread():
    parts = clean()
    parts["word/other.xml"] = b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
    assert codes(parts) == ["entities"]


def test_hidden_text_switched_off_is_not_hidden():
    assert codes(with_body(b'<w:rPr><w:vanish w:val="0"/></w:rPr>')) == []


def test_a_filled_form_is_not_refused():
    assert word.problems(word.fill(FORM, volet())) == []


def _zip(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK no zip", _zip(("a.xml", b"<a/>"))])
def test_what_is_no_word_is_refused(content):
    assert [one.code for one in word.problems(content)] == ["not_word"]


def test_a_damaged_word_is_refused():
    assert [one.code for one in word.problems(FORM[:-200])] == ["not_word"]
    parts = {**clean(), package.MAIN: b"<w:not-closed"}
    assert codes(parts) == ["not_word"]


@pytest.mark.parametrize(
    "bomb",
    [
        _zip((package.MAIN, b"0" * (package.MAX_UNPACKED + 1))),
        _zip((package.MAIN, b"0" * (package.RATIO_FROM + 1))),
        _zip(*((f"{number}", b"") for number in range(package.MAX_MEMBERS + 1))),
    ],
    ids=["size", "ratio", "members"],
)
def test_a_bomb_is_refused_by_all_that_reads_a_word(bomb):
    assert [one.code for one in word.problems(bomb)] == ["too_large"]
    for read in (word.text, lambda one: word.fill(one, {}), reading.document):
        with pytest.raises(DocumentError, match="far more than a form"):
            read(bomb)
    with pytest.raises(DocumentError, match="far more than a form"):
        pdf.make(bomb, title="x")


def test_text_in_content_controls_and_fields_is_read():
    document = Document()
    paragraph = document.add_paragraph("avant ")
    for tag in ("w:sdt", "w:fldSimple"):
        holder, run = OxmlElement(tag), OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = f"dans {tag[2:]} "
        run.append(text)
        content = OxmlElement("w:sdtContent") if tag == "w:sdt" else holder
        content.append(run)
        if content is not holder:
            holder.append(content)
        paragraph._p.append(holder)
    target = io.BytesIO()
    document.save(target)
    assert word.text(target.getvalue()) == ["avant dans sdt dans fldSimple "]
