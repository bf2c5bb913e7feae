# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each volet asks, in the agency's order: plain data, which knows no Odoo."""

from . import recall, volet_1, volet_2, withdrawal

LAYOUTS = {
    "volet_1": volet_1.LAYOUT,
    "volet_2": volet_2.LAYOUT,
    "withdrawal": withdrawal.LAYOUT,
    "recall": recall.LAYOUT,
}
#: How each is called in what leaves.
FRENCH = {
    "volet_1": "Volet 1",
    "volet_2": "Volet 2",
    "withdrawal": "Lettre de retrait",
    "recall": "Proposition de rappel",
}
