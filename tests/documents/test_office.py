# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What LibreOffice makes, where it is; what is said where it is not."""

import shutil

import pytest
from quality_defect_documents import office, package, template
from quality_defect_documents.errors import DocumentError

from .agency import BLANK


def test_without_libreoffice_it_is_said(monkeypatch):
    monkeypatch.setattr(office, "COMMAND", "no-such-office")
    with pytest.raises(DocumentError) as refusal:
        template.check(BLANK, "volet_1", by_office=True)
    assert refusal.value.problems[0].code == "no_office"


def test_pictures_pass_when_libreoffice_makes_the_pdf():
    parts = package.members(BLANK)
    logo = b"<w:body><w:p><w:r><w:pict/></w:r></w:p>"
    parts[package.MAIN] = parts[package.MAIN].replace(b"<w:body>", logo)
    form = package.pack(parts)
    with pytest.raises(DocumentError) as refusal:
        template.call("form", form, kind="volet_1")
    assert [one.code for one in refusal.value.problems] == ["pictures"]
    found = template.call("form", form, kind="volet_1", by_office=True)
    assert "pdf" not in found
    assert sorted(found["words"]) == ["first", "full", "long", "marks"]


if shutil.which(office.COMMAND):

    def test_its_pdf_says_what_the_word_says():
        found = template.check(BLANK, "volet_1", by_office=True)
        assert found["pdf"].startswith(b"%PDF-")
