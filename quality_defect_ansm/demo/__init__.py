# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the demo company is made of: tables, no code."""
