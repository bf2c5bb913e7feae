# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Build the shipped Word forms: python -m runner.forms."""
