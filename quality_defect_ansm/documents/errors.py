# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is wrong with a document, in a way the screens can translate."""


def _(message):
    """Mark a message for translation; the ORM translates it where it is shown."""
    return message


#: Code of a problem: its English sentence, with the names of its parameters.
MESSAGES = {
    "not_word": _("This is not a Word (.docx) file."),
    "too_large": _("This Word file unpacks to far more than a form."),
    "control_characters": _(
        "%(field)s: characters no document can hold (%(characters)s)"
    ),
    "undrawable_characters": _(
        "No font of the PDF has these characters: %(characters)s"
    ),
    "pdf_failed": _("The PDF cannot be made: %(reason)s"),
    "cannot_fill": _("The form cannot be filled: %(reason)s"),
    "insertions": _("The file holds tracked insertions."),
    "deletions": _("The file holds tracked deletions."),
    "tracked_formatting": _("The file holds tracked changes of formatting."),
    "comments": _("The file holds comments."),
    "hidden_text": _("The file holds hidden text."),
    "macros": _("The file holds macros."),
    "embedded": _("The file holds embedded files or controls."),
    "external": _("The file holds links to outside."),
    "active_fields": _("The file holds fields that fetch or run something."),
    "entities": _("The file declares XML entities, which no Word does."),
    "sections": _("The file has several sections, or several headers or footers."),
    "pictures": _(
        "The file holds pictures that are neither PNG nor JPEG, or drawn by Word "
        "2003: the PDF would lack them."
    ),
    "controls": _(
        "The file holds boxes of Word 2003: use content controls, or ☐ and ☒."
    ),
    "upload_too_large": _("The file is larger than %(mega)s MB: a form is not."),
    "too_heavy": _("Reading this file takes more time or memory than any form does."),
    "forbidden": _("The file tried what no form does (%(action)s)."),
    "unreadable": _("The file cannot be read as a form: %(reason)s"),
    "nothing_to_fill": _(
        "Nothing to fill was found: no empty cell, no box, no content control, no "
        "label with room after it, no placeholder."
    ),
    "unknown_fields": _("These fields are not known: %(names)s"),
    "needed_fields": _(
        "A form with placeholders prints these too, nothing else adds them: %(names)s"
    ),
    "pdf_differs": _("The PDF would not say all that the Word says: %(texts)s"),
    "no_library": _(
        "This server cannot fill OpenDocument forms: %(library)s is missing."
    ),
    "annex_kind": _(
        "This is no PDF, JPEG or PNG file, whatever its name says: make a PDF of it."
    ),
    "annex_heavy": _("Reading this file takes more time or memory than any annex."),
    "annex_encrypted": _(
        "The PDF is protected by a password: who receives it could not read it."
    ),
    "annex_active": _(
        "The PDF runs, sends or carries something (%(names)s): print it to a PDF anew."
    ),
    "annex_unreadable": _("The file is damaged: it cannot be opened."),
    "no_office": _("This server has no LibreOffice: it is needed for this form."),
    "office_failed": _("LibreOffice could not convert the file: %(reason)s"),
}


class Problem(str):
    """One reason, as its English sentence.

    :ivar code: a key of ``MESSAGES``, stable
    :ivar params: dict of what the sentence names
    """

    def __new__(cls, code, **params):
        problem = super().__new__(cls, MESSAGES[code] % params)
        problem.code, problem.params = code, params
        return problem


class DocumentError(ValueError):
    """A document cannot be made or taken; ``problems`` lists every reason."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = list(problems)
