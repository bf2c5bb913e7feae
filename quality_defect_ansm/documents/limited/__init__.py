# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files of any origin are opened in a process of their own, within limits."""
