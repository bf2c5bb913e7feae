# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a Word file may not hold: it would leak to the agency, or be lost in the PDF."""

from docx.oxml.ns import qn
from lxml import etree

from . import package, pictures
from .errors import DocumentError, Problem

CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
RELATIONSHIP = (
    "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
)

#: Elements, by the problem they are.
ELEMENTS = {
    "insertions": [qn("w:ins"), qn("w:moveTo"), qn("w:cellIns")],
    "deletions": [qn("w:del"), qn("w:moveFrom"), qn("w:cellDel")],
    "tracked_formatting": [
        qn(f"w:{name}PrChange") for name in ("r", "p", "tbl", "tr", "tc", "sect")
    ],
    "comments": [qn("w:comment"), qn("w:commentReference")],
    "hidden_text": [qn("w:vanish"), qn("w:specVanish"), qn("w:webHidden")],
    "embedded": [qn("w:object"), qn("w:control"), qn("w:altChunk")],
    "pictures": [qn("w:pict")],
    "controls": [qn("w:checkBox")],
    "sections": [qn("w:titlePg"), qn("w:evenAndOddHeaders")],
}
OFF = ("0", "false", "off")
PARTS = {"macros": ("vbaProject", "vbaData"), "embedded": ("embeddings/", "activeX/")}
ACTIVE = {"INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "MACROBUTTON"}


def problems(docx):
    """Return what forbids a Word file as a form or as a volet put back.

    :param docx: bytes, of any origin
    :return: list of :class:`.errors.Problem`, all of them; empty when it may be used
    """
    try:
        parts = package.members(docx)
        trees = [_tree(content) for name, content in parts.items() if _is_xml(name)]
    except DocumentError as error:
        return error.problems
    except etree.XMLSyntaxError:
        return [Problem("not_word")]
    names = " ".join(parts)
    found = {
        code for code, marks in PARTS.items() if any(one in names for one in marks)
    }
    if any("media/" in one and not _drawn(one) for one in parts):
        found.add("pictures")
    for tree in trees:
        found.update(_problems_of(tree))
    return [Problem(code) for code in sorted(found)]


def _drawn(name):
    return name.lower().endswith(pictures.SUFFIXES)


def _is_xml(name):
    return name.endswith((".xml", ".rels", ".vml"))


def _tree(content):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser).getroottree()


def _problems_of(tree):
    if tree.docinfo.internalDTD is not None:
        yield "entities"
    for code, tags in ELEMENTS.items():
        if any(_on(one) for one in tree.iter(*tags)):
            yield code
    if len(list(tree.iter(qn("w:sectPr")))) > 1:
        yield "sections"
    codes = list(_field_codes(tree))
    codes += [one.get(qn("w:instr"), "") for one in tree.iter(qn("w:fldSimple"))]
    if any(ACTIVE.intersection(code.upper().split()) for code in codes):
        yield "active_fields"
    if any(_leads_out(one) for one in tree.iter(RELATIONSHIP)):
        yield "external"


def _leads_out(relation):
    """Tell whether a relation fetches: an e-mail address one clicks on does not."""
    address = relation.get("Type", "").endswith("/hyperlink") and relation.get(
        "Target", ""
    ).startswith("mailto:")
    return relation.get("TargetMode") == "External" and not address


def _field_codes(tree):
    """Yield the code of each field, whatever the runs it is cut into."""
    code = ""
    for one in tree.iter(qn("w:instrText"), qn("w:fldChar")):
        if one.tag == qn("w:instrText"):
            code += one.text or ""
        else:
            yield code
            code = ""
    yield code


def _on(element):
    """Tell whether a switch is on: ``<w:vanish w:val="0"/>`` hides nothing."""
    return element.get(qn("w:val"), "1") not in OFF
