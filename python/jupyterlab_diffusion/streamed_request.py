"""One request to the service, its reply passed on as it comes.

Built on tornado's HTTP/1.1 connection: every chunk goes out at once (server-sent events within a millisecond), a slow browser slows
the service down instead of filling memory, and closing the stream tells the service at once that the browser has left.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable

from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import IOStream, StreamClosedError

from .address import Address

BODY_BYTES_MAX = 1 << 40

OnHeaders = Callable[[int, HTTPHeaders], Awaitable[None] | None]
OnData = Callable[[bytes], Awaitable[None]]


class StreamedRequest(HTTPMessageDelegate):
    """`on_headers(status, headers)` once, then `on_data(chunk)` for every chunk; `close()` ends it from our side."""

    def __init__(self, on_headers: OnHeaders, on_data: OnData) -> None:
        self._on_headers, self._on_data = on_headers, on_data
        self._stream: IOStream | None = None
        self.connected = False
        self.answered = False
        self.finished = False

    async def fetch(
        self, address: Address, method: str, target: str, headers: HTTPHeaders, body: bytes
    ) -> None:
        """Returns when the reply is over; raises StreamClosedError when the service isn't there or broke off."""
        self._stream = IOStream(socket.socket(socket.AF_UNIX if address.socket else socket.AF_INET))
        try:
            await self._stream.connect(address.target)
            self.connected = True
            parameters = HTTP1ConnectionParameters(no_keep_alive=True, max_body_size=BODY_BYTES_MAX)
            connection = HTTP1Connection(self._stream, is_client=True, params=parameters)
            await connection.write_headers(RequestStartLine(method, target, ""), headers, body)
            connection.finish()
            await connection.read_response(self)
            if not self.finished:
                raise StreamClosedError
        finally:
            self._stream.close()

    def close(self) -> None:
        if self._stream:
            self._stream.close()

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        if start_line.code < 200:
            return None
        self.answered = True
        return self._on_headers(start_line.code, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None]:
        return self._on_data(chunk)

    def finish(self) -> None:
        self.finished = True
