"""Keeps one service running for as long as its owner lives.

    idle      nothing was asked yet; the first `address()` starts the service
    running   `address()` answers at once
    restarting  it ended by itself, or a start failed: started again, the latter after a pause
    down      it failed too often in a short time: `address()` raises `service_down` with its last words, and tries once more
              after a while
    stopped   `stop()` was called; nothing is started any more

The owner is the Jupyter server, or a kernel that found no service (nbconvert, papermill). Two owners never share a run: the data
folder has one owner at a time, and who comes second uses the first one's service through its connection file (`adopt`).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime

from .address import Address
from .errors import DiffusionError
from .process import ServiceProcess

FAILURES_MAX = 3
FAILURES_WINDOW_S = 60
RETRY_AFTER_S = 20
# Between starts that fail. A predecessor that is finishing its last pictures holds the data folder for up to three seconds.
PAUSES_S = (0.5, 3.0)

Spawn = Callable[[str], ServiceProcess]
Adopt = Callable[[], Address | None]


class Supervisor:
    """`spawn(token)` starts a run; `adopt()` may name another owner's service to use when a run fails to start."""

    def __init__(
        self,
        spawn: Spawn,
        log: Callable[[str], None] = lambda _line: None,
        adopt: Adopt = lambda: None,
        pauses_s: tuple[float, ...] = PAUSES_S,
    ) -> None:
        self._spawn, self._log, self._adopt, self._pauses_s = spawn, log, adopt, pauses_s
        self._lock = threading.Lock()
        self._token = secrets.token_urlsafe(32)
        self._process: ServiceProcess | None = None
        self._address: Address | None = None
        self._failures: deque[float] = deque(maxlen=FAILURES_MAX)
        self._last_failure = ("", "")
        self._stopped = False

    @property
    def running(self) -> Address | None:
        """Where the service listens while it runs; never blocks."""
        return self._address if self._address and self._address.alive else None

    @property
    def pid(self) -> int | None:
        return self.running.pid if self.running else None

    def address(self) -> Address:
        """Where the service listens, started if need be (blocks until ready); raises DiffusionError `service_down`."""
        with self._lock:
            if self.running:
                return self.running
            self._count_death()
            for pause_s in (*self._pauses_s, 0):
                self._refuse_while_down()
                found = self._start()
                if found:
                    return found
                time.sleep(pause_s)
            raise self._down()

    def stop(self) -> None:
        """Ends the service for good; returns when it has gone."""
        self._stopped = True
        if self._process:
            self._process.stop()

    def _start(self) -> Address | None:
        if self._stopped:
            raise DiffusionError("service_unreachable", reason="stopped")
        process = self._process = self._spawn(self._token)
        self._address = process.wait_ready()
        if self._address:
            threading.Thread(target=self._watch, args=(process,), daemon=True).start()
            return self._address
        reason = process.reason()
        process.stop()
        self._process = None
        self._address = self._adopt()
        if not self._address:
            self._note_failure(reason)
        return self._address

    def _watch(self, process: ServiceProcess) -> None:
        code = process.wait()
        if self._stopped:
            return
        self._log(f"the drawing service ended (exit code {code}); starting it again")
        try:
            self.address()
        except DiffusionError as error:
            self._log(str(error))

    def _count_death(self) -> None:
        """A run that ended by itself counts once, whoever notices first."""
        if self._process and not self._stopped:
            self._process.wait()
            self._note_failure(self._process.reason())
            self._process = None

    def _note_failure(self, reason: str) -> None:
        self._failures.append(time.monotonic())
        self._last_failure = (datetime.now().strftime("%H:%M:%S"), reason)

    def _refuse_while_down(self) -> None:
        now = time.monotonic()
        recent = [at for at in self._failures if now - at < FAILURES_WINDOW_S]
        if len(recent) < FAILURES_MAX or now - recent[-1] > RETRY_AFTER_S:
            return
        raise self._down()

    def _down(self) -> DiffusionError:
        at, reason = self._last_failure
        return DiffusionError("service_down", at=at, restarts=len(self._failures) - 1, reason=reason)
