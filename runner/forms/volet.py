# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A volet's form, made from its lines and tables; both volets look the same."""

from quality_defect_documents.volets import LAYOUTS
from quality_defect_documents.volets.case import NOT_NUMBERED
from quality_defect_documents.volets.lines import BOXES, OPTIONAL, PERSON, Line

from .blocks import Each, Form, Grid, Row

PERSON_TEXT = (
    "{{{{ {0}.name }}}}\nTéléphone : {{{{ {0}.phone }}}} – "
    "Mobile : {{{{ {0}.mobile }}}}\nCourriel : {{{{ {0}.email }}}}"
)
#: A box stays on the line of its words.
BOX = "{{{{ '☒' if {0}.{1} else '☐' }}}}\u00a0{2}"
#: Longer choices stand one per line.
SHORT = 40

VISA = [
    Each(
        "one",
        "signatures",
        [
            Row("Date", "{{ one.signed_at }}"),
            Row("Nom", "{{ one.name }}"),
            Row("Qualité", "{{ one.role }}"),
            Row("Visa", "{{ one.meaning }} – signature électronique"),
            Row("Empreinte SHA-256 du contenu", "{{ one.content_sha256 }}"),
            Row("Empreinte SHA-256 du Word présenté", "{{ one.preview_sha256 }}"),
            Row("Chaîne de preuves", "{{ one.chain_head }}"),
        ],
    ),
    Row("Visa", "Non signé – projet", when="not signatures"),
]


def form(kind):
    """Return the form of a volet, or of the letter: a key of ``LAYOUTS``."""
    layout = LAYOUTS[kind]
    name = layout.part.split(" – ")[0]
    sections = [(one.title, _parts(one.parts)) for one in layout.sections]
    return Form(
        title=layout.title,
        part=layout.part,
        mark=layout.mark,
        notes=[
            layout.note,
            "{{ agency.name }}\n{{ agency.department }}",
            "{{ agency.address }}\n{{ agency.email }}",
        ],
        header=[
            f"{layout.title} – {name}",
            "{{ agency.department|replace('\\n', ' – ') }}",
        ],
        stamps=[("exercise", "EXERCICE"), ("not signatures", "PROJET – non signé")],
        footer=(
            f"Dossier {{{{ case_number or '{NOT_NUMBERED}' }}}} – "
            f"{{{{ case_reference }}}} – {name}, version {{{{ version }}}} "
            "({{ status }}) – Page "
        ),
        sections=[*sections, ("Date, nom, qualité, visa", VISA)],
    )


def _parts(parts):
    rows = []
    for part in parts:
        if not isinstance(part, Line):
            rows.append(_grid(part))
        elif part.joined:
            rows[-1] = _joined(rows[-1], part)
        else:
            rows.append(_row(part))
    return rows


def _row(line):
    when = line.key if line.need == OPTIONAL else ""
    return Row(line.label, _text(line), when, line.long)


def _joined(row, line):
    text = _text(line)
    lines = f"{row.text}\n{text}" if text else row.text
    return Row(row.label, lines, row.when, row.long)


def _text(line):
    if line.text is not None:
        return line.text
    if line.kind == PERSON:
        return PERSON_TEXT.format(line.key)
    if line.kind == BOXES:
        return _boxes(line)
    return f"{{{{ {line.key} }}}}"


def _boxes(line):
    longest = max(len(french) for _key, french in line.options)
    between = "\n" if longest > SHORT else "    "
    boxes = between.join(BOX.format(line.key, *one) for one in line.options)
    return f"{boxes}    {{{{ {line.key}.gap }}}}"


def _grid(table):
    columns = [
        (one.label, f"{{{{ row.{one.key} }}}}", one.width) for one in table.columns
    ]
    caption = table.label if table.caption else ""
    return Grid("row", table.key, columns, table.note, caption, table.when)
