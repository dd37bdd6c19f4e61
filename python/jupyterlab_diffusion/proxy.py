"""Passes `<base_url>diffusion/...` to the service.

Jupyter decides who may ask: its login, its XSRF check, its Host and Origin checks (APIHandler), its authorizer. The service sees none
of the browser's credentials, only its own token.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.httputil import HTTPHeaders
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated

from .address import Address
from .errors import DiffusionError
from .messages import language, sentence
from .streamed_request import StreamedRequest

# Headers of one connection, and what says who the user is or where the page came from.
_NOT_SENT = {
    "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-authorization", "proxy-connection",
    "content-length", "expect", "host", "cookie", "authorization", "origin", "referer", "x-xsrftoken",
}  # fmt: skip
_NOT_RETURNED = {"connection", "keep-alive", "transfer-encoding", "trailer", "date", "server", "set-cookie"}
# By then the supervisor knows that a process whose socket refuses has ended.
REAPED_S = 0.05
_CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


def refusal(error: DiffusionError) -> dict[str, Any]:
    """Why the service can't be asked, in the form of its own errors."""
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


class ProxyHandler(APIHandler):
    """`service` is the ServiceManager of extension.py."""

    auth_resource = "diffusion"

    def initialize(self, service: Any) -> None:
        self._service = service
        self._request_to_service: StreamedRequest | None = None

    async def prepare(self) -> None:
        await super().prepare()
        site = self.request.headers.get("Sec-Fetch-Site", "same-origin")
        if site in {"cross-site", "same-site"} and self._by_cookie() and not self.allow_origin:
            raise HTTPError(404 if self.request.method not in _CHANGES else 403)

    @authenticated
    @authorized
    async def get(self, path: str) -> None:
        await self._pass_on(path)

    head = post = put = patch = delete = get

    def on_connection_close(self) -> None:
        super().on_connection_close()
        if self._request_to_service:
            self._request_to_service.close()

    async def _pass_on(self, path: str) -> None:
        # JupyterLab's front end puts its language into every request it makes; an <img> carries the browser's instead.
        if self.request.headers.get("Sec-Fetch-Dest", "empty") == "empty":
            self._service.note_language(self.request.headers.get("Accept-Language"))
        self._track_activity = not path.startswith("health/")
        try:
            address = await self._service.address()
            try:
                await self._fetch(address)
            except StreamClosedError:
                if self._left() or self._request_to_service.answered or not self._may_repeat():
                    raise
                # It ended before it answered: ask the one that is started now.
                await asyncio.sleep(REAPED_S)
                await self._fetch(await self._service.address())
        except DiffusionError as error:
            self._refuse(error)
        except (StreamClosedError, OSError):
            self._broke_off()

    async def _fetch(self, address: Address) -> None:
        self._request_to_service = StreamedRequest(self._on_headers, self._on_data)
        await self._request_to_service.fetch(
            address, self.request.method, self._target(), self._sent_headers(address), self.request.body
        )
        if not self._left():
            await self.flush()
            self.finish()

    def _may_repeat(self) -> bool:
        """What was never sent may be sent again, and so may what does no more when it is done twice."""
        sent = self._request_to_service.connected
        return not sent or self.request.method != "POST" or "Idempotency-Key" in self.request.headers

    def _target(self) -> str:
        """The path and query as they were asked for, still quoted, after `<base_url>diffusion`; never Jupyter's token."""
        path, _, query = self.request.uri[len(self._service.prefix) :].partition("?")
        kept = [word for word in query.split("&") if word and word.partition("=")[0] != "token"]
        return "?".join([path, *(["&".join(kept)] if kept else [])])

    def _sent_headers(self, address: Address) -> HTTPHeaders:
        named_by_connection = {
            name.strip().lower() for name in self.request.headers.get("Connection", "").split(",")
        }
        dropped = _NOT_SENT | named_by_connection
        kept = HTTPHeaders()
        for name, value in self.request.headers.get_all():
            if name.lower() not in dropped and not name.lower().startswith("sec-fetch-"):
                kept.add(name, value)
        kept["Host"] = "localhost"
        kept["Authorization"] = f"Bearer {address.token}"
        if self.request.body or self.request.method in _CHANGES:
            kept["Content-Length"] = str(len(self.request.body))
        return kept

    def _on_headers(self, status: int, headers: HTTPHeaders) -> None:
        self.set_status(status)
        self.clear_header("Content-Type")
        for name in {name for name in headers if name.lower() not in _NOT_RETURNED}:
            self.set_header(name, headers[name])

    async def _on_data(self, chunk: bytes) -> None:
        self.write(chunk)
        await self.flush()

    def _refuse(self, error: DiffusionError) -> None:
        """503 with the reason."""
        self.set_status(503)
        self.set_header("Retry-After", "5")
        self.finish(json.dumps(refusal(error)))

    def _broke_off(self) -> None:
        """The service ended while it answered: a page that has begun is cut, so that nobody takes it for whole."""
        if self._left():
            return
        if self._headers_written:
            self.request.connection.stream.close()
            return
        words = sentence("service_unreachable", language(), reason="connection closed")
        self.clear()
        self.set_status(502)
        self.finish(
            json.dumps(
                {"error": {"code": "service_unreachable", "message": words.message, "hint": words.hint}}
            )
        )

    def _left(self) -> bool:
        return self.request.connection is None or self.request.connection.stream.closed()

    def _by_cookie(self) -> bool:
        return not self.token_authenticated
