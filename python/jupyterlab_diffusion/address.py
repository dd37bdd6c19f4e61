"""Where a service listens and the token it wants."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass, field
from importlib import import_module
from urllib.parse import urlsplit

HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX")

# sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero.
SOCKET_PATH_MAX = 103


@dataclass(frozen=True)
class Address:
    """A Unix socket or a loopback URL. The token is kept out of `repr`, so that no log shows it."""

    socket: str | None = None
    url: str | None = None
    token: str = field(default="", repr=False)
    pid: int | None = None

    def connect(self, timeout: float | None = None) -> socket.socket:
        """A connected stream socket; raises OSError when nobody listens."""
        connection = socket.socket(socket.AF_UNIX if self.socket else socket.AF_INET)
        try:
            connection.settimeout(timeout)
            connection.connect(self.target)
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def target(self) -> str | tuple[str, int]:
        if self.socket:
            return self.socket
        parts = urlsplit(self.url or "")
        return parts.hostname or "127.0.0.1", parts.port or 80

    @property
    def alive(self) -> bool:
        """False when the process that listened there has ended; True when that can't be known."""
        return self.pid is None or process_exists(self.pid)

    def as_dict(self) -> dict[str, object]:
        where = {"socket": self.socket} if self.socket else {"url": self.url}
        return {**where, "token": self.token, "pid": self.pid}

    @staticmethod
    def of(record: dict) -> Address:
        """The address in a service's ready line or connection file."""
        return Address(record.get("socket"), record.get("url"), record.get("token", ""), record.get("pid"))


def process_exists(pid: int) -> bool:
    """Whether a process of that id runs."""
    if sys.platform == "win32":  # os.kill(pid, 0) would end it there
        return import_module("psutil").pid_exists(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
