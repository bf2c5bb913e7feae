# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is on duty at the demo company, week by week, from the current one on."""

#: login on duty, login of the backup; the week that is empty is a gap to be seen
WEEKS = [
    ("qa", "pri"),
    ("pri", "pq"),
    (None, "pq"),
    ("pq", "qa"),
    ("qa", "pri"),
    ("pri", "pq"),
]
#: called last, all these weeks
MANAGER = "pr"
