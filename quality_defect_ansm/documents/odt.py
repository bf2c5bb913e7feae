# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""OpenDocument forms, through py3o: they run code, so only within limits, and only
those a system administrator loads."""

import io

from .errors import DocumentError, Problem


def fill(template, values):
    """Return an OpenDocument text: the template with its fields filled.

    :param template: bytes of an .odt with py3o's fields
    :param values: the volet's content
    :raise DocumentError: when py3o is not installed
    """
    try:
        from py3o.template import Template
    except ImportError as error:
        raise DocumentError([Problem("no_library", library="py3o.template")]) from error
    target = io.BytesIO()
    Template(io.BytesIO(template), target).render(values)
    return target.getvalue()
