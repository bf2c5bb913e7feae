# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Filling a form: literal values, a closed sandbox, the same bytes each time."""

import io
import os
import subprocess
import sys

import pytest
from docx import Document
from quality_defect_documents import word
from quality_defect_documents.errors import DocumentError, Problem

from runner.paths import ROOT

from .values import FORM, batch, volet


def form_saying(*texts):
    """Return a Word template with these paragraphs."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "value",
    ["< b & c >", "\"'", "{{ x }}", "{% y %}", "{_{ x }_} {_% y %_}", "&amp; &#123;"],
)
def test_marks_in_a_value_stay_literal(value):
    assert value in word.text(word.fill(FORM, volet(inn=value)))


def test_line_breaks_of_any_system_are_words():
    docx = word.fill(FORM, volet(defect_description="un\r\ndeux\rtrois\n\nquatre"))
    assert "un\ndeux\ntrois\n\nquatre" in word.text(docx)


def test_control_characters_are_refused_with_every_field():
    batches = [batch(1), {**batch(2), "lot": "\x1b"}]
    with pytest.raises(DocumentError) as caught:
        word.fill(FORM, volet(inn="a\x00", batches=batches))
    assert caught.value.problems == [
        "inn: characters no document can hold (U+0000)",
        "batches 2.lot: characters no document can hold (U+001B)",
    ]
    problem = caught.value.problems[0]
    assert isinstance(problem, Problem)
    assert problem.code == "control_characters"
    assert problem.params == {"field": "inn", "characters": "U+0000"}


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ inn.__class__ }}",
        "{{ inn.__init__.__globals__ }}",
        "{{ unknown_field }}",
        "{{ pr.unknown }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ inn + 1 }}",
        "{% include 'other' %}",
        "{{ broken",
    ],
)
def test_a_form_that_escapes_or_errs_is_refused(code):
    with pytest.raises(DocumentError) as caught:
        word.fill(form_saying(code), volet())
    assert [one.code for one in caught.value.problems] == ["cannot_fill"]


def test_the_same_values_give_the_same_bytes_in_another_process():
    code = (
        "from runner.forms.documents import load; load()\n"
        "import hashlib\n"
        "from quality_defect_documents import pdf, word\n"
        "from tests.documents.values import FORM, volet\n"
        "docx = word.fill(FORM, volet())\n"
        "made = pdf.make(docx, title='Volet 1')\n"
        "print(hashlib.sha256(docx).hexdigest(), hashlib.sha256(made).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert len(printed.pop().split()) == 2


def test_the_text_is_read_header_first_footer_last():
    found = word.text(word.fill(FORM, volet()))
    assert found[0].endswith("– Volet 1")
    assert found[-1].startswith("Dossier 2026-DQ-00123")
    assert found.index("AB0001") < found.index("31/03/2028") < found.index("AB0002")
