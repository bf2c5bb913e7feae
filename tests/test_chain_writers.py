# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from runner import database
from tests import writers

WRITERS, EACH = 2, 500


def test_two_writers_on_one_chain_fork_it_nowhere_and_lose_nothing(odoo):
    with database.copied(database.demo_template(odoo), "ansm_test_writers") as name:
        _seconds, tries = writers.write(odoo, name, WRITERS, EACH)
        found = writers.found(odoo, name)
    wanted = [f"writer {one} {row}" for one in range(WRITERS) for row in range(EACH)]
    assert tries > len(wanted), "they were in each other's way"
    assert found["events"] == sorted(wanted)
    assert found["places"] == found["links"] == found["followers"] == len(wanted)
    assert found["chains"] == 1
    assert found["length"] == found["in_table"]
    assert found["problems"] == ""
