# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Appends per second to a chain, alone and with two writers; Verify per 10,000 links.

No peer does this: the figures are printed, what is claimed is that no append is
lost and that no chain forks, whoever else writes.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from runner import database, odoo_source, server
from tests import writers

APPENDS = 1000
LINKS = 10_000

#: Real evidence, one row and one link each: events of the company.
FILL = f"""
events, chain = env["ansm.event"], env["ansm.chain"]._of(env.company)
while chain.length < {LINKS}:
    events._log(env.company, "changed", old_value="x" * 100, new_value="y" * 100)
"""
VERIFY = """
import resource, time
from odoo.addons.quality_defect_ansm.models.ansm_verification_links import Links
from odoo.addons.quality_defect_ansm.models.ansm_verification_report import Report
from odoo.tools import SQL
report = Report(env)
[chain] = report.chains(SQL("chain.id = %s", env["ansm.chain"]._of(env.company).id))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
Links(report).check(chain)
seconds = time.perf_counter() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(f"Verify: {report.links} links, {report.rows} records in {seconds:.1f} s;"
      f" {seconds / report.links * 10_000:.1f} s per 10,000 links;"
      f" {grown:.0f} MB more memory; {len(report.problems)} problems")
"""


def appends(odoo, template, number):
    """Print the appends per second of some writers, and return whether all held."""
    with database.copied(template, "ansm_bench_chain") as name:
        seconds, tries = writers.write(odoo, name, number, APPENDS // number)
        found = writers.found(odoo, name)
    again = tries - APPENDS
    print(
        f"{number} writer(s): {APPENDS / seconds:.0f} appends/s, {again} of {tries} "
        f"tries met another writer and ran again"
    )
    return found["links"] == APPENDS and not found["problems"]


def main():
    odoo = odoo_source.prepare()
    template = database.demo_template(odoo)
    whole = [appends(odoo, template, number) for number in (1, 2)]
    with database.copied(template, "ansm_bench_chain") as name:
        server.shell(odoo, name, FILL)
        printed = server.shell(odoo, name, VERIFY)
    [line] = [one for one in printed.splitlines() if one.startswith("Verify")]
    print(line)
    return 0 if all(whole) and line.endswith(" 0 problems") else 1


if __name__ == "__main__":
    sys.exit(main())
