# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from collections import Counter

from runner import database, server
from runner.paths import ROOT

AT_LEAST = 300
SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests import mutations
mutations.run(env)
"""


def test_each_change_that_the_owner_of_the_tables_makes_is_named(odoo, capsys):
    with database.copied(database.demo_template(odoo), "ansm_test_mutations") as name:
        printed = server.shell(odoo, name, SCRIPT)
    [line] = [one for one in printed.splitlines() if "MUTATIONS {" in one]
    found = json.loads(line.partition("MUTATIONS ")[2])
    assert found["intact"] == "", "nothing was changed yet"

    done = found["done"]
    made = Counter(table for table, _what, _named, _missing in done)
    named = Counter(table for table, _what, seen, _missing in done if seen)
    with capsys.disabled():
        for table, number in made.items():
            print(f"\n{table:28} {number:4} mutations, {named[table]:4} named", end="")
        print(f"\n{'all':28} {len(done):4} mutations, {sum(named.values()):4} named")

    missed = [one for one in done if not one[2]]
    assert not missed, json.dumps(missed[:5], ensure_ascii=False, indent=1)
    assert set(found["models"]) <= set(made), "evidence of every table"
    assert len(done) >= AT_LEAST
