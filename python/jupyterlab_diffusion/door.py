"""The door: how kernels ask the Jupyter server for the service.

The server extension listens beside the service, for as long as the Jupyter server lives, and names this place in
JUPYTERLAB_DIFFUSION_DOOR, which kernels inherit. A kernel sends one line, the key; the reply is one line of JSON: where the service
listens now (started first if it wasn't running) and JupyterLab's language, or the error that tells why it can't run. So only the
Jupyter server ever starts the service, and a kernel older than the service's last restart still finds it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import secrets
import socket
from collections.abc import Awaitable, Callable

from .address import Address
from .errors import DiffusionError
from .messages import set_language

VARIABLE = "JUPYTERLAB_DIFFUSION_DOOR"
KEY_VARIABLE = "JUPYTERLAB_DIFFUSION_KEY"
KNOCK_TIMEOUT_S = 120
LINE_MAX = 4096

Answer = Callable[[], Awaitable[dict]]


class Door:
    """Listens for kernels from its making; `open` begins to answer, `answer` makes the reply (`address` or `error`)."""

    def __init__(self, socket_path: str | None, answer: Answer) -> None:
        self._answer = answer
        self._key = secrets.token_urlsafe(32)
        self._socket = socket.socket(socket.AF_UNIX if socket_path else socket.AF_INET)
        self._socket.bind(socket_path or ("127.0.0.1", 0))
        self._socket.listen(16)
        self.place = socket_path or f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def export(self) -> None:
        """Names the place and the key to kernels started from now on."""
        os.environ[VARIABLE] = self.place
        os.environ[KEY_VARIABLE] = self._key

    async def open(self) -> asyncio.Server:
        """Answers from now on, on the running loop."""
        serve = asyncio.start_unix_server if self._socket.family != socket.AF_INET else asyncio.start_server
        return await serve(self._serve, sock=self._socket, limit=LINE_MAX)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            key = (await reader.readline()).decode("utf-8", "replace").strip()
            if hmac.compare_digest(key.encode(), self._key.encode()):
                writer.write(json.dumps(await self._answer()).encode() + b"\n")
                await writer.drain()
        except (OSError, ValueError):
            pass  # the kernel went away, or sent what no kernel sends
        finally:
            writer.close()


def knock(place: str) -> Address:
    """Where the service listens, as the Jupyter server at `place` says; raises OSError when that server is gone."""
    own = Address(url=place) if place.startswith("http:") else Address(socket=place)
    with own.connect(timeout=KNOCK_TIMEOUT_S) as connection, connection.makefile("rwb") as stream:
        stream.write(os.environ.get(KEY_VARIABLE, "").encode() + b"\n")
        stream.flush()
        line = stream.readline()
    if not line:
        raise ConnectionRefusedError(place)
    reply = json.loads(line)
    if reply.get("language"):
        set_language(reply["language"])
    if "error" in reply:
        raise DiffusionError.of_wire(reply["error"])
    return Address.of(reply["address"])
