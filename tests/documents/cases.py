# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volets of every shape the form must carry, by name."""

from .values import batch, signature, volet

LONG = "\n".join(f"Constat n° {number} : fissure." for number in range(1, 400))

CASES = {
    "plain": volet(),
    "marks": volet(defect_description="< b & c > « é è ç œ » {{ x }} {% y %} {_{ \\ ☐"),
    "accents in two codes": volet(
        defect_description="re\u0301ve\u0301le\u0301 ou révélé"
    ),
    "lines": volet(defect_description="un\ndeux\r\ntrois\n\nquatre\tcinq   six"),
    "long": volet(defect_description=LONG[:10_000]),
    "one long line": volet(defect_description=("fissure du flacon, " * 527)[:10_000]),
    "one long word": volet(defect_description="F" * 500),
    "long reasons": volet(change_reason=LONG, inn="Paracétamol " * 700),
    "sixty batches": volet(batches=[batch(number) for number in range(1, 61)]),
    "two sources": volet(batches=[batch(1), {**batch(2), "source": "dépositaire"}]),
    "two signatures": volet(
        signatures=[signature(), {**signature(), "name": "Un Autre"}]
    ),
    "not signed": volet(signatures=[]),
    "first": volet(case_number="", replaces="", change_reason=""),
    "exercise": volet(exercise=True),
}
