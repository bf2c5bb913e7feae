# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A progress bar, on a terminal alone, for what takes over two seconds."""

import sys
import time

WIDTH = 30


class Bar:
    """One line of a terminal, wiped at the end; nothing in a file or a pipe."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.start = time.monotonic()
        self.shown = 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.shown:
            self._write("\r" + " " * self.shown + "\r")

    def show(self, part=None):
        """Show the part done (0 to 1), or without it that time goes by."""
        seconds = time.monotonic() - self.start
        if seconds < 2 or not self.stream.isatty():
            return
        line = f"  [{self._blocks(part, seconds)}] {self._words(part, seconds)}"
        self._write(f"\r{line:<{self.shown}}")
        self.shown = len(line)

    def _blocks(self, part, seconds):
        if part is None:
            return f"{'▒▒▒':>{3 + int(seconds * 2) % (WIDTH - 2)}}".ljust(WIDTH)
        return ("█" * int(min(part, 1) * WIDTH)).ljust(WIDTH)

    def _words(self, part, seconds):
        done = "" if part is None else f"{min(part, 1):4.0%}  "
        return f"{done}{seconds:.0f} s"

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()
