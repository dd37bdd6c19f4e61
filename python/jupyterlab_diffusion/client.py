"""The service as a kernel sees it: requests and events over a Unix socket or a loopback port, with the standard library alone."""

from __future__ import annotations

import functools
import http.client
import itertools
import json
import os
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .address import Address
from .discovery import find_address
from .errors import DiffusionError
from .messages import accept_language

# No request but the event stream lasts longer; the stream has a heartbeat every 15 s.
TIMEOUT_S = 60
ATTEMPTS = 4
# Characters of a notebook's name in "X-Client"; the service takes 100, the rest tells this kernel from others.
NAME_MAX = 90


class Client:
    """Finds the service anew whenever it doesn't answer, so that it outlives a restart of the service."""

    def __init__(self, find: Callable[[], Address] = find_address, pause_s: float = 0.3) -> None:
        self._find, self._pause_s = find, pause_s

    def submit(self, request: dict[str, Any], key: str) -> dict[str, Any]:
        """The accepted job; the same key never makes a second one. Raises DiffusionError with its place when it is refused."""
        return self._json("POST", "/v1/jobs", request, {"Idempotency-Key": key})["job"]

    def plan(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._json("POST", "/v1/plan", request)

    def job(self, job: str) -> dict[str, Any]:
        return self._json("GET", f"/v1/jobs/{job}")["job"]

    def payload(self, job: str) -> dict[str, Any]:
        """The notebook's copy of the grid (schema/payload.ts)."""
        return self._json("GET", f"/v1/jobs/{job}/payload")

    def cancel(self, job: str) -> dict[str, Any]:
        return self._json("POST", f"/v1/jobs/{job}/cancel")["job"]

    def payload_sheet(self, job: str) -> bytes:
        """The contact sheet that stands beside the payload, for viewers that don't know it: a PNG."""
        return self._request("GET", f"/v1/jobs/{job}/payload.png", attempts=1)

    def picture(self, sha256: str) -> bytes:
        """A picture as the PNG it is stored as."""
        return self._request("GET", f"/v1/images/{sha256}")

    def upload(self, picture: bytes) -> str:
        """The hash by which the service knows a PNG, JPEG or WebP from now on."""
        return self._json("POST", "/v1/images", picture, {"Content-Type": "application/octet-stream"})[
            "image"
        ]

    def mark(self, cell: str, **what: Any) -> dict[str, Any] | None:
        """Marks a cell by its id as the grid does: `flag` "pick", "reject" or None, `rating` 0 to 5 or None, `tags` a list or None.

        What is left out stays as it is.
        """
        return self._json("PUT", f"/v1/cells/{cell}/mark", what)["mark"]

    def complete(self, text: str, caret: int) -> dict[str, Any]:
        """What may stand at the caret (in UTF-16 units) of a cell: `offers` in place of the text from `start` on."""
        return self._json("POST", "/v1/cells/complete", {"text": text, "caret": caret})

    def follow(self, job: str) -> Iterator[dict[str, Any]]:
        """Events until the job is over; a broken line is taken up again behind the last event seen."""
        seq: int | None = None
        broken = 0
        while True:
            try:
                for event in self._events(job, seq):
                    seq, broken = event.get("seq", seq), 0
                    yield event
                    if event["type"] == "done":
                        return
            except (OSError, http.client.HTTPException) as error:
                broken += 1
                if broken > ATTEMPTS:
                    raise _unreachable(error) from None
                time.sleep(self._pause_s * broken)
            if self.job(job)["finished"]:
                return

    def _events(self, job: str, after: int | None) -> Iterator[dict[str, Any]]:
        headers = {
            "Accept": "text/event-stream",
            **({"Last-Event-ID": str(after)} if after is not None else {}),
        }
        connection, response = self._open("GET", f"/v1/jobs/{job}/events?previews=no", None, headers)
        try:
            _raise_for(response)
            data: list[str] = []
            for line in response:
                text = line.decode("utf-8").rstrip("\r\n")
                if text.startswith("data:"):
                    data.append(text[5:].removeprefix(" "))
                elif not text and data:
                    yield json.loads("\n".join(data))
                    data = []
        finally:
            connection.close()

    def _json(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return json.loads(self._request(method, path, body, headers) or b"null")

    def _request(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        attempts: int = ATTEMPTS,
    ) -> bytes:
        """The reply's body. What may be sent twice (all but a POST without a key) is, when the service ended in between."""
        repeatable = method != "POST" or bool(headers) or path.endswith(("/plan", "/cancel", "/complete"))
        for attempt in range(attempts):
            try:
                connection, response = self._open(method, path, body, headers or {})
                try:
                    _raise_for(response)
                    return response.read()
                finally:
                    connection.close()
            except (OSError, http.client.HTTPException) as error:
                if not repeatable or attempt == attempts - 1:
                    raise _unreachable(error) from None
                time.sleep(self._pause_s * (attempt + 1))
        raise AssertionError("unreachable")

    def _open(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        address = self._find()
        connection = _Connection(address)
        sent = {
            "Authorization": f"Bearer {address.token}",
            "Accept-Language": accept_language(),
            "X-Client": _client_id(),
            **headers,
        }
        if method in {"POST", "PUT"} and not isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
            body = json.dumps({} if body is None else body, ensure_ascii=False).encode()
        try:
            connection.request(method, path, body, sent)
            return connection, connection.getresponse()
        except BaseException:
            connection.close()
            raise


class _Connection(http.client.HTTPConnection):
    def __init__(self, address: Address) -> None:
        super().__init__("localhost", timeout=TIMEOUT_S)
        self._address = address

    def connect(self) -> None:
        self.sock = self._address.connect(TIMEOUT_S)


@functools.cache
def _client_id() -> str:
    """Who asks, for the turns that clients take and for people who look at the queue: the notebook by its name, and this kernel."""
    name = _quoted(Path(os.environ.get("JPY_SESSION_NAME", "")).name) or "kernel"
    return f"{name} #{uuid.uuid4().hex[:8]}"


def _quoted(name: str) -> str:
    """The name as a header takes it; of one that is too long the beginning, in whole characters, and "…"."""
    characters = [urllib.parse.quote(each, safe=" ()+,;=@!'", errors="replace") for each in name]
    if sum(map(len, characters)) <= NAME_MAX:
        return "".join(characters)
    cut = urllib.parse.quote("…")
    ends = itertools.accumulate(map(len, characters))
    return "".join(itertools.compress(characters, (end <= NAME_MAX - len(cut) for end in ends))) + cut


def _raise_for(response: http.client.HTTPResponse) -> None:
    """Raises the service's own error."""
    if response.status < 400:
        return
    body = response.read()
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        error = {"code": "internal", "message": f"HTTP {response.status} {response.reason}"}
    raise DiffusionError.of_wire(error)


def _unreachable(error: Exception) -> DiffusionError:
    return DiffusionError("service_unreachable", reason=str(error) or type(error).__name__)
