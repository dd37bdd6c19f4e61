"""Many event streams of the service over one WebSocket of a page.

A browser opens six connections to a host for requests. Pages that each hold some of them for streams leave none for what people
press, so streams travel as Lab's kernels do, over a WebSocket, which isn't counted among the six.

What the page sends, as JSON:
    {"open": 1, "path": "v1/events", "headers": {"Last-Event-ID": "7"}}    a line, by a number of the page's choice
    {"close": 1}                                                           it is no longer wanted
What it is sent:
    {"line": 1, "taken": true}                                             at once: the service may take long to start
    {"line": 1, "status": 200, "headers": {"Content-Type": ...}}           the service answered
    1 event: cell...                                                       the reply's text as it comes, behind the number and a space
    {"line": 1, "over": true, "broke": false}                              the reply is whole, or its sender broke off
"""

from __future__ import annotations

import asyncio
import codecs
import json
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.httputil import HTTPHeaders
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .errors import DiffusionError
from .proxy import REAPED_S, refusal
from .streamed_request import StreamedRequest

_PATHS = re.compile(r"v1/(events|jobs/[^/?#\s]+/events)(\?[^#\s]*)?")
_SENT = {"accept", "accept-language", "last-event-id", "x-client"}
# Lines of one page; each is a connection to the service.
LINES_MAX = 256
_BAD_MESSAGE = 1007

Tell = Callable[[str | dict[str, Any]], Awaitable[None]]


class LinesHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """`service` is the ServiceManager of extension.py."""

    auth_resource = "diffusion"

    def initialize(self, service: Any) -> None:
        self._service = service
        self._lines: dict[int, asyncio.Task] = {}

    @ws_authenticated
    @authorized
    async def get(self, *args: Any, **kwargs: Any) -> None:
        await super().get(*args, **kwargs)

    def on_message(self, message: str | bytes) -> None:
        try:
            asked = json.loads(message)
            if "close" in asked:
                self._leave(asked["close"])
            else:
                self._open(asked["open"], asked["path"], asked.get("headers", {}))
        except (ValueError, TypeError, KeyError, AttributeError):
            self.close(_BAD_MESSAGE, "not a message of this protocol")

    def on_close(self) -> None:
        for number in list(self._lines):
            self._leave(number)

    def _open(self, number: int, path: str, headers: dict[str, str]) -> None:
        if type(number) is not int or number in self._lines:
            raise ValueError
        kept = HTTPHeaders({name: value for name, value in headers.items() if name.lower() in _SENT})
        line = Line(number, self._service, self.write_message)
        if not _PATHS.fullmatch(path):
            work = line.refuse(404, "{}")
        elif len(self._lines) >= LINES_MAX:
            work = line.refuse(429, "{}")
        else:
            self._service.note_language(kept.get("Accept-Language"))
            work = line.follow(f"/{path}", kept)
        self._lines[number] = asyncio.ensure_future(self._see_through(number, work))

    async def _see_through(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except WebSocketClosedError:
            pass
        finally:
            if self._lines.get(number) is asyncio.current_task():
                del self._lines[number]

    def _leave(self, number: int) -> None:
        task = self._lines.pop(number, None)
        if task:
            task.cancel()


class Line:
    """One stream of the service on its way to a page; `tell` returns when the page's side has taken a frame."""

    def __init__(self, number: int, service: Any, tell: Tell) -> None:
        self._number, self._service, self._tell = number, service, tell
        self._request: StreamedRequest | None = None
        self._text = codecs.getincrementaldecoder("utf-8")("replace")

    async def follow(self, target: str, headers: HTTPHeaders) -> None:
        await self._say(taken=True)
        try:
            try:
                await self._fetch(target, headers)
            except StreamClosedError:
                if self._request.answered:
                    raise
                # It ended before it answered: ask the one that is started now.
                await asyncio.sleep(REAPED_S)
                await self._fetch(target, headers)
        except DiffusionError as error:
            await self.refuse(503, json.dumps(refusal(error)))
        except (StreamClosedError, OSError):
            await self._say(over=True, broke=True)
        else:
            await self._say(over=True, broke=False)

    async def refuse(self, status: int, body: str) -> None:
        await self._say(status=status, headers={"Content-Type": "application/json"})
        await self._tell(f"{self._number} {body}")
        await self._say(over=True, broke=False)

    async def _fetch(self, target: str, headers: HTTPHeaders) -> None:
        address = await self._service.address()
        headers["Host"] = "localhost"
        headers["Authorization"] = f"Bearer {address.token}"
        self._request = StreamedRequest(self._on_headers, self._on_data)
        await self._request.fetch(address, "GET", target, headers, b"")

    async def _on_headers(self, status: int, headers: HTTPHeaders) -> None:
        await self._say(status=status, headers={"Content-Type": headers.get("Content-Type", "")})

    async def _on_data(self, chunk: bytes) -> None:
        text = self._text.decode(chunk)
        if text:
            await self._tell(f"{self._number} {text}")

    async def _say(self, **words: Any) -> None:
        await self._tell({"line": self._number, **words})
