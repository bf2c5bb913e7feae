# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a process of ours may use and do: set by itself, before it reads anything.

Not by ``preexec_fn``: Odoo has threads, and code between fork and exec may hang.
"""

import contextlib
import ctypes.util
import functools
import os
import resource
import sys

#: Bytes of address space: fonts and libraries are a third of it.
MEMORY = 1536 * 2**20
#: Bytes of a file it may write, in its folder.
FILE = 32 * 2**20
#: What nobody who reads a document does.
REFUSED = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"),
    *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty"),
    *("os.posix_spawn", "os.spawn", "os.chown", "os.link", "os.symlink", "os.kill"),
    *("os.rename", "os.truncate"),
)
#: What a library may do in the folder it was given, and nowhere else.
IN_FOLDER = ("os.remove", "os.mkdir", "os.rmdir", "os.chmod")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Forbidden(RuntimeError):
    """A document tried what no document does."""


def apply(seconds, folder=None):
    """Bound this process and take its network and file writing away, for ever.

    :param seconds: of processor time; the kernel ends it after that
    :param folder: the only one where it may write; none by default
    """
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # the server's own requests come first
    os.nice(5)
    # a network of its own, empty, where the kernel and Python allow it
    with contextlib.suppress(AttributeError, OSError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    # cffi would have the compiler and linker look for libraries
    ctypes.util.find_library = lambda _name: None
    sys.addaudithook(functools.partial(_audit, folder))


def _audit(folder, event, arguments):
    writes = event in IN_FOLDER or (event == "open" and _writes(*arguments))
    if event in REFUSED or (writes and not _inside(arguments[0], folder)):
        raise Forbidden(event)


def _writes(path, _mode, flags):
    return (flags or 0) & WRITING and path != os.devnull


def _inside(path, folder):
    if isinstance(path, int):
        return True  # opened before, by this rule
    return folder and os.path.realpath(path).startswith(f"{folder}{os.sep}")
