# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Messages after the habits of real programs: each with where it belongs."""

import email.message
import email.policy
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import NamedTuple

TO = "reponses@exploitant.example"
AGENT = "Agent <agent@agence.example>"
STRANGER = "Inconnu <x@inconnu.example>"
SPOKEN = "Madame, Monsieur, nous avons bien reçu votre déclaration à l’été. "
CHARSETS = ("utf-8", "iso-8859-1", "iso-8859-15", "cp1252", "utf-16", "mac-roman")
TRANSFERS = ("quoted-printable", "base64")
#: To the sender's own address: only the report says what it is about.
REPORT = """From: {sender}
To: pr@exploitant.example
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{server}: {action}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; defauts@agence.example
Action: {action}

--b
Content-Type: {kind}

Message-ID: {id}
Subject: Volet 1

--b--
"""


class Mail(NamedTuple):
    """One message, and what has to become of it: kind, and whether it is matched."""

    name: str
    raw: bytes
    kind: str = "answer"
    found: bool = True


def plain(subject, text, sender=AGENT, **headers):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, TO, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def signs(known):
    """Yield (name, subject, text, headers) of each way to name the case."""
    thread = {"In_Reply_To": known["id"], "References": f"<x@y> {known['id']}"}
    yield "en réponse, objet changé", "Votre envoi de ce jour", SPOKEN, thread
    yield "sans References, référence", f"RE: {known['name']} – Volet 1", SPOKEN, {}
    yield "numéro dans l’objet", f"TR: [{known['number']}] suivi", SPOKEN, {}
    yield "numéro dans le texte", "Accusé", f"{SPOKEN}{known['number']}.", {}
    yield "lot, domaine de l’agence", "Votre lot", f"Lot {known['lot']} : ?", {}


def clients(known):
    """Yield each sign in the shapes that mail programs give a message."""
    for name, subject, text, headers in signs(known):
        one = plain(subject, text, **headers)
        yield Mail(f"texte ; {name}", one.as_bytes())
        page = plain(subject, text, **headers)
        words = f"<html><body><p>{text}</p><hr>De : moi</body></html>"
        page.set_content(words, subtype="html")
        yield Mail(f"HTML seul (Outlook) ; {name}", page.as_bytes())
        both = plain(subject, text, **headers)
        both.add_alternative(f"<p>{text}</p>", subtype="html")
        yield Mail(f"texte et HTML ; {name}", both.as_bytes())
        signed = plain(subject, text, **headers)
        outer = MIMEMultipart("signed", protocol="application/pkcs7-signature")
        for key in ("From", "To", "Subject", "In-Reply-To"):
            if signed[key]:
                outer[key] = str(signed[key])
                del signed[key]
        outer.attach(MIMEText(text, "plain", "utf-8"))
        outer.attach(_file(b"MIIBfake", "smime.p7s", "application", "pkcs7-signature"))
        yield Mail(f"signé S/MIME ; {name}", outer.as_bytes())
        meeting = plain(subject, text, **headers)
        invitation = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        meeting.add_attachment(
            invitation, maintype="text", subtype="calendar", filename="invite.ics"
        )
        yield Mail(f"invitation ; {name}", meeting.as_bytes())
        rich = plain(subject, text, **headers)
        rich.add_attachment(
            b"\x78\x9f\x3e\x22" + b"\0" * 200,
            maintype="application",
            subtype="ms-tnef",
            filename="winmail.dat",
        )
        yield Mail(f"winmail.dat d’Outlook ; {name}", rich.as_bytes())
        away = plain(subject, text, Auto_Submitted="auto-replied", **headers)
        yield Mail(f"réponse automatique ; {name}", away.as_bytes(), "auto")


def encodings(known):
    """Yield accents in every encoding and transfer, and headers that lie."""
    for charset in CHARSETS:
        for transfer in TRANSFERS:
            message = email.message.EmailMessage(policy=email.policy.SMTP)
            message["From"], message["To"] = AGENT, TO
            message["Subject"] = "Accusé de réception"
            text = f"Reçu à l'été : {known['number']}, {charset}, {transfer}"
            message.set_content(text, charset=charset, cte=transfer)
            yield Mail(f"{charset}, {transfer}", message.as_bytes())
    raw = plain("Accusé", f"Reçu : {known['number']}").as_bytes()
    lies = {
        "charset inconnu": (b'charset="utf-8"', b'charset="x-unknown-8"'),
        "charset faux": (b'charset="utf-8"', b'charset="us-ascii"'),
        "Date impossible": (b"MIME-Version", b"Date: hier\r\nMIME-Version"),
        "transfert inconnu": (b"Transfer-Encoding: ", b"Transfer-Encoding: x-"),
    }
    for name, (old, new) in lies.items():
        yield Mail(name, raw.replace(old, new))


def forwarded(known):
    """Yield what somebody passes on, and what comes in the name of a file."""
    inner = plain("Accusé", f"{SPOKEN}{known['number']}")
    outer = plain("TR: pour vous", "Voir ci-joint.", STRANGER)
    outer.add_attachment(inner)
    yield Mail("transféré en pièce jointe", outer.as_bytes())
    quoted = f"> De : agent\n> Objet : {known['name']}\n> {SPOKEN}"
    yield Mail("transféré dans le texte", plain("Fwd", quoted, STRANGER).as_bytes())
    for name in (f"{known['number']}_AR.pdf", f"{known['file']}_Volet-1.pdf"):
        one = plain("Document", "Voir ci-joint.")
        one.add_attachment(
            b"%PDF-1.4", maintype="application", subtype="pdf", filename=name
        )
        yield Mail(f"nom de fichier {name[:7]}…", one.as_bytes())


def reports(known):
    """Yield the delivery reports of three servers, that name our Message-ID."""
    styles = {
        "Postfix": ("MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender"),
        "Exchange": ("postmaster@agence.example", "Non remis : Volet 1"),
        "Exim": ("Mailer-Daemon@mx.example", "Mail delivery failed"),
    }
    for server, (sender, subject) in styles.items():
        for action in ("failed", "delayed", "relayed"):
            kind = "message/rfc822" if server == "Postfix" else "text/rfc822-headers"
            raw = REPORT.format(
                **{"sender": sender, "subject": subject, "kind": kind},
                **{"server": server, "action": action, "id": known["id"]},
            )
            yield Mail(
                f"avis {server}, {action}", raw.replace("\n", "\r\n").encode(), "report"
            )


def prefixes(known):
    """Yield the subjects as programs of several languages change them."""
    for prefix in ("RE:", "Re :", "TR:", "AW:", "SV:", "Fwd: RE:", "[EXTERNE] Re:"):
        yield Mail(
            f"objet {prefix}", plain(f"{prefix} {known['name']}", "x").as_bytes()
        )


def automatic(known):
    """Yield automatic replies whose programs announce them each in a way."""
    subjects = ("Réponse automatique : ", "Absence du bureau : ", "Automatic reply: ")
    for subject in subjects:
        one = plain(f"{subject}{known['name']}", "Je suis absent.")
        yield Mail(f"{subject.strip(' :')} sans en-tête", one.as_bytes(), "auto")
    for header in ("X_Autoreply", "X_Autorespond"):
        one = plain(known["name"], "Je suis absent.", **{header: "yes"})
        yield Mail(header, one.as_bytes(), "auto")


def unsorted():
    """Yield what names no case: the box to sort."""
    yield Mail("rien de connu", plain("Bonjour", "Bonjour").as_bytes(), found=False)
    other = plain("Dossier 2026-DQ-99999", "Bonjour")
    yield Mail("numéro inconnu", other.as_bytes(), found=False)
    yield Mail("vide", f"To: {TO}\r\n\r\n".encode(), found=False)


def hostile(known):
    """Yield what is made to harm: it is kept, and does nothing."""
    lot = plain("Lot", f"Lot {known['lot']}", STRANGER)
    yield Mail("lot cité par un inconnu", lot.as_bytes(), found=False)
    forged = plain("Accusé", SPOKEN, STRANGER, In_Reply_To=known["id"])
    yield Mail("inconnu citant notre Message-ID", forged.as_bytes())
    script = plain(known["name"], "x")
    script.set_content("<script>alert(1)</script><img onerror=x>", subtype="html")
    yield Mail("script", script.as_bytes())
    many = plain(known["name"], "200 fichiers")
    for number in range(200):
        many.add_attachment(b"x", maintype="a", subtype="b", filename=f"{number}.exe")
    yield Mail("200 pièces jointes", many.as_bytes())
    bomb = plain(known["name"], "archive")
    bomb.add_attachment(
        b"PK\3\4" + b"\0" * 5000,
        maintype="application",
        subtype="zip",
        filename="b.zip",
    )
    yield Mail("bombe zip", bomb.as_bytes())
    large = plain(known["name"], "30 Mo")
    large.add_attachment(b"\0" * 22_000_000, maintype="a", subtype="b", filename="g")
    yield Mail("30 Mo", large.as_bytes())
    head = f"From: {AGENT}\r\nTo: {TO}\r\nSubject: {known['name']}\r\n"
    broken = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-T"
    yield Mail("MIME rompu", (head + broken).encode())
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n'
        for n in range(60)
    )
    yield Mail("60 niveaux", (head + nested).encode())
    yield Mail("octets hors ASCII", head.encode() + b"X: \xe9\xff\r\n\r\n\xff\0\x80")
    for words in ("premier", "second"):
        one = plain(known["name"], words, Message_ID="<connu@agence.example>")
        yield Mail(f"Message-ID connu, {words}", one.as_bytes())


def _file(content, name, maintype, subtype):
    part = email.message.Message()
    part["Content-Type"] = f"{maintype}/{subtype}"
    if name:
        part.add_header("Content-Disposition", "attachment", filename=name)
    part.set_payload(content.decode("latin-1"))
    return part


def all_of(known):
    """Return the corpus.

    :param known: the case: ``id`` (Message-ID sent), ``name``, ``number``, ``lot``,
        ``file`` (the reference as files are named)
    """
    makers = (clients, encodings, forwarded, reports, prefixes)
    makers += (automatic, hostile)
    return [mail for make in makers for mail in make(known)] + list(unsorted())
