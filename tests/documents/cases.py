# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volets of every shape the forms must carry, by name: (kind, values)."""

from .values import batch, signature, volet

LONG = "\n".join(f"Constat n° {number} : fissure." for number in range(1, 400))

VOLET_1 = {
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
    "first": volet(case_number="", replaces="", change_reason="", changes=[]),
    "nothing in the tables": volet(
        batches=[], measures=[], measures_gap="non renseigné à ce stade"
    ),
    "exercise": volet(exercise=True),
}
VOLET_2 = {
    "plain": volet("volet_2"),
    "long": volet("volet_2", root_cause=LONG, conclusion=LONG),
    "not signed": volet("volet_2", signatures=[]),
    "first": volet(
        "volet_2", case_number="", replaces="", changes=[], corrections=[], capa=[]
    ),
    "exercise": volet("volet_2", exercise=True),
}
CASES = {
    **{name: ("volet_1", values) for name, values in VOLET_1.items()},
    **{f"volet 2, {name}": ("volet_2", values) for name, values in VOLET_2.items()},
}
