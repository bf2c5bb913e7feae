# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a message received says, whoever made it: bytes to dicts, no ORM."""
