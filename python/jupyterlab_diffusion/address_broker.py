"""How kernels ask the Jupyter server for the address of the service.

The server extension runs a broker beside the service, for as long as the Jupyter server lives, and names its endpoint in
JUPYTERLAB_DIFFUSION_BROKER, which kernels inherit. A kernel sends one line, the key; the reply is one line of JSON: where the service
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

ENDPOINT_VARIABLE = "JUPYTERLAB_DIFFUSION_BROKER"
KEY_VARIABLE = "JUPYTERLAB_DIFFUSION_BROKER_KEY"
ASK_TIMEOUT_S = 120
LINE_MAX = 4096

Reply = Callable[[], Awaitable[dict]]


class AddressBroker:
    """Listens for kernels from its making; `serve` begins to answer, `reply` makes the answer (`address` or `error`)."""

    def __init__(self, socket_path: str | None, reply: Reply) -> None:
        self._reply = reply
        self._key = secrets.token_urlsafe(32)
        self._socket = socket.socket(socket.AF_UNIX if socket_path else socket.AF_INET)
        self._socket.bind(socket_path or ("127.0.0.1", 0))
        self._socket.listen(16)
        self.endpoint = socket_path or f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def export(self) -> None:
        """Names the endpoint and the key to kernels started from now on."""
        os.environ[ENDPOINT_VARIABLE] = self.endpoint
        os.environ[KEY_VARIABLE] = self._key

    async def serve(self) -> asyncio.Server:
        """Answers from now on, on the running loop."""
        start = asyncio.start_unix_server if self._socket.family != socket.AF_INET else asyncio.start_server
        return await start(self._answer, sock=self._socket, limit=LINE_MAX)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            key = (await reader.readline()).decode("utf-8", "replace").strip()
            if hmac.compare_digest(key.encode(), self._key.encode()):
                writer.write(json.dumps(await self._reply()).encode() + b"\n")
                await writer.drain()
        except (OSError, ValueError):
            pass  # the kernel went away, or sent what no kernel sends
        finally:
            writer.close()


def ask_broker(endpoint: str) -> Address:
    """Where the service listens, as the Jupyter server at `endpoint` says; raises OSError when that server is gone."""
    broker = Address(url=endpoint) if endpoint.startswith("http:") else Address(socket=endpoint)
    with broker.connect(timeout=ASK_TIMEOUT_S) as connection, connection.makefile("rwb") as stream:
        stream.write(os.environ.get(KEY_VARIABLE, "").encode() + b"\n")
        stream.flush()
        line = stream.readline()
    if not line:
        raise ConnectionRefusedError(endpoint)
    reply = json.loads(line)
    if reply.get("language"):
        set_language(reply["language"])
    if "error" in reply:
        raise DiffusionError.of_wire(reply["error"])
    return Address.of(reply["address"])
