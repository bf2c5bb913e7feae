# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The agency's own blank form: read, tied to the volet's content, filled as it is."""
