# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done with files of any origin: ``python -m documents.limited.works``.

Reads one question on its input, answers on its output, both JSON. Libraries are
imported once they are needed: most refused files need none of the heavy ones.
"""

import base64
import json
import os
import sys

from .. import package
from ..errors import DocumentError, Problem
from . import limits


def main():
    """Answer the question on the input."""
    asked = json.loads(sys.stdin.buffer.read())
    # what a library prints is not the answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits.apply(asked.pop("seconds"), os.environ.get("TMPDIR"))
    work = WORKS[asked.pop("work")]
    file = base64.b64decode(asked.pop("file"))
    answers.write(json.dumps(_answer(work, file, asked)).encode())
    answers.close()


def _answer(work, file, asked):
    try:
        return {"problems": [], **work(file, **asked)}
    except DocumentError as error:
        problems = error.problems
    except (MemoryError, RecursionError):
        problems = [Problem("too_heavy")]
    except limits.Forbidden as error:
        problems = [Problem("forbidden", action=str(error))]
    # whatever a library stumbles on in a file made to make it stumble
    except Exception as error:  # noqa: BLE001
        problems = [Problem("unreadable", reason=f"{type(error).__name__}: {error}")]
    return {"problems": [(one.code, one.params) for one in problems]}


#: What our PDF would leave out, and LibreOffice's does not.
CARRIED_BY_OFFICE = ("pictures", "sections", "controls")


def _refuse(file, allowed=()):
    # most of what is no Word ends here, before any library is loaded
    package.members(file)
    from .. import refusals

    found = [one for one in refusals.problems(file) if one.code not in allowed]
    if found:
        raise DocumentError(found)


def form(file, kind, ties=None, by_office=False):
    """Check a form on samples; propose what its places are tied to.

    :param ties: {id of a place: path}; None to have them proposed
    :param by_office: whether LibreOffice makes its PDF, pictures and all
    :return: dict: ``format``, ``places``, ``ties``, ``words`` and, ours, the ``pdf``
    """
    _refuse(file, CARRIED_BY_OFFICE if by_office else ())
    from .. import template

    return template.check_word(file, kind, ties, by_office)


def edited(file, generated, title):
    """Check a Word put back; say in what it differs from the one generated.

    :return: dict: ``differences`` and ``pdf``, empty when it cannot be made
    """
    _refuse(file)
    from .. import edits

    return edits.check(file, base64.b64decode(generated), title)


def odt(file, content):
    """Fill an OpenDocument template: it runs code, here and nowhere else."""
    from .. import odt as odt_form

    return {"odt": base64.b64encode(odt_form.fill(file, content)).decode()}


def annex(file):
    """Say what a file that is to go with a volet is."""
    from .. import annexes

    return annexes.check(file)


def outlook(file):
    """Read an Outlook .msg file as the message it was."""
    from ..mails import outlook as msg

    return {"eml": base64.b64encode(msg.to_eml(file)).decode()}


WORKS = {
    "form": form,
    "edited": edited,
    "odt": odt,
    "annex": annex,
    "outlook": outlook,
}

if __name__ == "__main__":
    main()
