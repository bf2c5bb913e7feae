# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What in a message may name a case: references, numbers, batches."""

import re

#: Words that are looked at: a message of a million tells nothing more.
MOST = 20_000
RUN = re.compile(r"[^\W_]+(?:[/_\-.][^\W_]+)*")
#: Parts of a reference of ours: DQ/2026/0001; in file names DQ-2026-0001.
LONGEST = 4


def references(*texts):
    """Return what may be an internal reference, as it is stored.

    >>> sorted(one for one in references("Volet_DQ-2026-0001.pdf") if "DQ" in one)[:2]
    ['DQ/2026', 'DQ/2026/0001']
    """
    found = {}
    for run in _runs(texts):
        parts = re.split(r"[/_\-.]", run)[:40]
        for start in range(len(parts)):
            for end in range(start + 2, min(start + LONGEST, len(parts)) + 1):
                found["/".join(parts[start:end]).upper()] = True
    return list(found)


def batches(*texts):
    """Return what may be a batch number.

    >>> batches("Lot(s) : LV7702, AB-12")
    ['LOT', 'LV7702', 'AB-12', 'AB', '12']
    """
    found = {}
    for run in _runs(texts):
        found[run.upper()] = True
        for one in re.split(r"[/_\-.]", run):
            found[one.upper()] = True
    return [one for one in found if len(one) > 1]


def _runs(texts):
    for text in texts:
        for number, match in enumerate(RUN.finditer(text or "")):
            if number >= MOST:
                break
            yield match.group()[:200]


def numbers(pattern, *texts):
    r"""Return the agency's case numbers, in capitals, in their order.

    >>> numbers(r"\d{4}-DQ-\d+", "Re: 2026-dq-00417 et 2026-DQ-00418")
    ['2026-DQ-00417', '2026-DQ-00418']
    """
    wanted = re.compile(pattern, re.I)
    found = [m.group().upper() for one in texts for m in wanted.finditer(one or "")]
    return list(dict.fromkeys(found))[:100]
