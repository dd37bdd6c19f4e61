"""One run of the drawing service.

The service is spawned with a pipe on its stdin and ends itself when that pipe closes, so it never outlives its owner, not even one
that was killed. It says on its first line of stdout where it listens. Its stderr goes to the log, line by line at the
service's own levels; what it wrote last without going on with its work is kept, because that is the reason when it dies.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .address import Address
from .executables import find_node, find_service
from .paths import data_folder

READY_TIMEOUT_S = 60
STOP_TIMEOUT_S = 4
REASON_LINES = 4
# A line of the service's log (server/log.ts): `[W 12:04:31.207] words`. What else comes is Node's, or the last sentence of a command.
_LOG_LINE = re.compile(r"\[([DIWE]) [\d:.]+\] (.*)")
_LEVELS = {"D": logging.DEBUG, "I": logging.INFO, "W": logging.WARNING, "E": logging.ERROR}

Log = Callable[[int, str], None]


class ServiceProcess:
    """A spawned service. `socket_path` None makes it listen on a loopback port of its own choice."""

    def __init__(self, socket_path: str | None, token: str, log: Log) -> None:
        self._token = token
        self._log = log
        self._stderr: deque[str] = deque(maxlen=40)
        self._ready = threading.Event()
        self._record: dict | None = None
        if socket_path:
            Path(socket_path).unlink(missing_ok=True)
        self._process = subprocess.Popen(
            _command(socket_path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "JUPYTERLAB_DIFFUSION_TOKEN": token},
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._readers = [
            threading.Thread(target=reader, name=f"jupyterlab-diffusion-{name}", daemon=True)
            for name, reader in (("stdout", self._read_stdout), ("stderr", self._read_stderr))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_ready(self, timeout: float = READY_TIMEOUT_S) -> Address | None:
        """Where it listens, or None when it ended or said nothing in time."""
        self._ready.wait(timeout)
        if not self._record or not self.alive:
            return None
        return Address.of({**self._record, "token": self._token, "pid": self.pid})

    def wait(self) -> int:
        """Blocks until it has ended; its exit code (negative: the signal)."""
        return self._process.wait()

    def reason(self) -> str:
        """Its last words, or how it ended when it said nothing."""
        for reader in self._readers if not self.alive else ():
            reader.join(1)
        words = [line for line in self._stderr if line.strip()][-REASON_LINES:]
        if words:
            return "\n".join(words)
        code = self._process.poll()
        if code is None:
            return f"no answer in {READY_TIMEOUT_S} s"
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def stop(self) -> None:
        """Asks it to end by closing its stdin, then by SIGTERM, then kills it."""
        for ask in (self._process.stdin.close, self._process.terminate, self._process.kill):
            with suppress(OSError):
                ask()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT_S)
                return

    def _read_stdout(self) -> None:
        for line in self._process.stdout:
            if self._record is None and line.startswith("{"):
                with suppress(ValueError):
                    self._record = json.loads(line)
                    self._ready.set()
        self._ready.set()

    def _read_stderr(self) -> None:
        level = logging.WARNING
        for line in self._process.stderr:
            text = line.rstrip()
            match = _LOG_LINE.fullmatch(text)
            if match:
                level, text = _LEVELS[match[1]], match[2]
            elif not line.startswith(" "):  # else it belongs to the line before, as the frames of a stack do
                level = logging.WARNING
            if match and level < logging.WARNING:
                self._stderr.clear()
            elif not match or level > logging.WARNING:
                self._stderr.append(text)
            self._log(level, text)


def _command(socket_path: str | None) -> list[str]:
    where = ["--socket", socket_path] if socket_path else ["--port", "0"]
    return [find_node(), find_service(), "serve", *where, "--data", str(data_folder()), "--stdin-lifeline"]
