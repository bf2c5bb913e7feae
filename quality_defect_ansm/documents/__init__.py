# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words and PDFs: plain functions on bytes and dicts, which know nothing of Odoo."""
