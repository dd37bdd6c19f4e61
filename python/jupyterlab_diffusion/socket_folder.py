"""The private folder (0700) that holds an owner's sockets. Its name carries the owner's pid, so that what a killed owner left
behind can be removed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from .address import HAS_UNIX_SOCKETS, SOCKET_PATH_MAX, process_exists

_NAME = re.compile(r"jd-(\d+)-\w+")


def make_socket_folder() -> Path:
    """A new folder for this process; removes those of processes that have ended."""
    for root in _roots():
        with suppress(OSError):
            remove_stale(root)
            return Path(tempfile.mkdtemp(prefix=f"jd-{os.getpid()}-", dir=root))
    return Path(tempfile.mkdtemp(prefix=f"jd-{os.getpid()}-"))


def remove_stale(root: Path) -> None:
    """Removes our folders in `root` whose owner has ended; other users' are left alone."""
    for path in root.glob("jd-*-*"):
        match = _NAME.fullmatch(path.name)
        if match and not path.is_symlink() and not process_exists(int(match[1])):
            with suppress(OSError):
                if not hasattr(os, "getuid") or path.stat().st_uid == os.getuid():
                    shutil.rmtree(path, ignore_errors=True)


def socket_path_in(folder: Path, name: str = "s") -> str | None:
    """A path for a Unix socket, or None where there are none: then a loopback port is used."""
    path = str(folder / name)
    return path if HAS_UNIX_SOCKETS and len(os.fsencode(path)) <= SOCKET_PATH_MAX else None


def _roots() -> list[Path]:
    """The temp folder, and /tmp when the temp folder's path is too long for a socket."""
    asked = Path(tempfile.gettempdir())
    return [asked] if len(os.fsencode(str(asked))) < SOCKET_PATH_MAX - 40 else [Path("/tmp"), asked]
