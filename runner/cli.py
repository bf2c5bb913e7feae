# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What ./run takes: its commands, their help, their exit codes."""

import argparse
import signal
import subprocess
import sys

from . import demo, lint, odoo_source, once, postgres, python_env, system, testing
from .paths import PYTHON, ROOT
from .steps import Failure


def main(words):
    """Run one command and return its exit code."""
    options = _parser().parse_args(words)
    # ended from outside is ended like by Ctrl-C: what runs below ends too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return options.work(options)
    except Failure as failure:
        print(f"\n✗ {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n✗ Interrupted: the next call goes on from here", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="./run", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, work, text):
        command = commands.add_parser(name, help=text)
        command.set_defaults(work=work)
        return command

    text = "get and build all that is needed, for the tests too"
    add("setup", lambda _options: _prepare(tests=True) and 0, text)
    command = add("demo", _demo, "the demo company, on http://127.0.0.1:8069")
    command.add_argument(
        "--once",
        metavar="DIR",
        help="do the main job without a person, leave it in DIR",
    )
    command = add("test", _test, "everything CI runs")
    command.add_argument("--full", action="store_true", help="at full size")
    command.add_argument("only", nargs="*", help="these files of tests/ alone")
    add("golden", _golden, "write the texts of the volets that tests compare with")
    command = add("bench", _bench, "what is claimed about speed")
    command.add_argument("name", nargs="?", default="*", metavar="NAME")
    add("lint", lambda _options: lint.check(), "OCA's checks of the code")
    return parser


def _prepare(tests=False):
    """Return the Odoo in use, all it needs being there."""
    system.prepare(tests)
    odoo = odoo_source.prepare()
    python_env.prepare(odoo)
    return odoo


def _demo(options):
    if not options.once:
        # said before minutes of fetching
        demo.free_ports()
    odoo = _prepare()
    with postgres.running():
        return once.do(odoo, options.once) if options.once else demo.serve(odoo)


def _test(options):
    odoo = _prepare(tests=True)
    with postgres.running():
        return testing.check(odoo, options.full, options.only)


def _golden(_options):
    odoo = _prepare(tests=True)
    with postgres.running():
        return testing.renew_golden(odoo)


def _bench(options):
    _prepare()
    found = sorted((ROOT / "benchmarks").glob(f"{options.name}.py"))
    if not found:
        raise Failure(f"No benchmark is named {options.name}.", "see benchmarks/")
    with postgres.running():
        return max(subprocess.call([str(PYTHON), str(one)], cwd=ROOT) for one in found)
