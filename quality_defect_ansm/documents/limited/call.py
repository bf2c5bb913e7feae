# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Call a work of :mod:`.works` in a process within limits."""

import base64
import json
import subprocess
import sys
from pathlib import Path

from ..errors import DocumentError, Problem

#: Seconds of processor time, and by the clock.
SECONDS, PATIENCE = 20, 90
#: Bytes of an upload; a form is a hundredth of it.
LARGEST = 8 * 2**20
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}


def call(work, file, seconds=SECONDS, folder=None, largest=LARGEST, **given):
    """Return what a work makes of a file, as a dict.

    :param work: name of a function of :mod:`.works`
    :param file: bytes of any origin
    :param seconds: of processor time it may take
    :param folder: the only one where it may write; none by default
    :param largest: bytes the file may have
    :param given: what else it needs, as JSON can say it
    :raise DocumentError: with every reason why the file is refused; ``too_heavy``
        when it took more than any form takes
    """
    if len(file) > largest:
        raise DocumentError([Problem("upload_too_large", mega=largest // 2**20)])
    asked = {"file": packed(file), "seconds": seconds, "work": work, **given}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-s", "-m", "documents.limited.works"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env=ENVIRONMENT | ({"TMPDIR": folder} if folder else {}),
            timeout=min(PATIENCE, 4 * seconds + 10),
            check=False,
            start_new_session=True,
        )
        answer = json.loads(done.stdout)
    # ended by the kernel for time or memory, it says nothing
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise DocumentError([Problem("too_heavy")]) from error
    problems = [Problem(code, **params) for code, params in answer["problems"]]
    if problems:
        raise DocumentError(problems)
    return answer


def packed(content):
    """Return bytes as JSON holds them."""
    return base64.b64encode(content).decode()
