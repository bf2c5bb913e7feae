# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fill a Word form; read its text; say what forbids it."""

import io
import re
from functools import cache, lru_cache

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from . import package
from .errors import DocumentError, Problem
from .reading import text
from .refusals import problems

__all__ = ["fill", "problems", "text"]

#: What XML 1.0 cannot hold; Word would call the file damaged.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fill(template, values):
    """Return a Word file: the template with its placeholders filled.

    :param template: bytes of a .docx with Jinja placeholders
    :param values: dict of texts, flags, and lists of dicts for table rows; texts
        stay literal, their line breaks are Word's
    :return: bytes, the same for the same input
    :raise DocumentError: on control characters (each with its field), or when the
        template names an unknown field or is not allowed to do what it does
    """
    found = list(control_characters(values))
    if found:
        raise DocumentError(found)
    package.members(template)
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(_plain_breaks(values), _environment())
    # The others: what a template's own arithmetic or calls may raise.
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise DocumentError([Problem("cannot_fill", reason=str(error))]) from error
    target = io.BytesIO()
    document.save(target)
    return package.pack(package.members(target.getvalue()))


def variables(template):
    """Return the names a Word form asks for, outside its own loops.

    :raise DocumentError: when its placeholders are broken
    """
    package.members(template)
    document = DocxTemplate(io.BytesIO(template))
    try:
        return document.get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise DocumentError([Problem("cannot_fill", reason=str(error))]) from error


class _Environment(SandboxedEnvironment):
    """Jinja's sandbox, as templates may be uploaded; it compiles a text once."""

    @lru_cache(maxsize=64)  # noqa: B019 - there is one environment
    def from_string(self, source, **options):
        return super().from_string(source, **options)


@cache
def _environment():
    # Without autoescape "< b &" was lost without a word.
    return _Environment(autoescape=True, undefined=StrictUndefined, finalize=_literal)


def control_characters(value, path=""):
    """Yield a Problem for each text of the values that no document can hold."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from control_characters(one, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from control_characters(one, f"{path} {number}")
    elif isinstance(value, str) and CONTROL.search(value):
        found = sorted({f"U+{ord(one):04X}" for one in CONTROL.findall(value)})
        yield Problem("control_characters", field=path, characters=", ".join(found))


def _plain_breaks(value):
    if isinstance(value, dict):
        return {key: _plain_breaks(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain_breaks(one) for one in value]
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def _literal(value):
    """Return an output of the template as XML text that docxtpl leaves alone.

    docxtpl turns ``{_{`` into ``{{`` in what it has filled: a brace written as a
    character reference is out of its sight.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    escaped = str(escape(value))
    return Markup(escaped.replace("{", "&#123;").replace("}", "&#125;"))
