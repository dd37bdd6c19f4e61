"""The Jupyter server extension: starts the service when it is first needed, keeps it running, stops it with the Jupyter server."""

from __future__ import annotations

import asyncio
import atexit
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from jupyter_server.utils import url_path_join

from .address import Address
from .address_broker import AddressBroker
from .discovery import owner_of_data
from .errors import DiffusionError
from .lab_locale import lab_locale
from .lines import LinesHandler
from .messages import set_language
from .process import ServiceProcess
from .proxy import ProxyHandler
from .socket_folder import make_socket_folder, socket_path_in
from .supervisor import Supervisor


class ServiceManager:
    """The service as the Jupyter server's event loop sees it: nothing here blocks."""

    def __init__(self, supervisor: Supervisor, prefix: str) -> None:
        self._supervisor = supervisor
        self.prefix = prefix
        self._language: str | None = None
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="jupyterlab-diffusion")
        self._starting: asyncio.Future[Address] | None = None

    async def address(self) -> Address:
        """Where the service listens, started if need be; all who ask meanwhile wait for the same start."""
        running = self._supervisor.running
        if running:
            return running
        if not self._starting or self._starting.done():
            self._starting = asyncio.get_running_loop().run_in_executor(
                self._starter, self._supervisor.address
            )
        return await asyncio.shield(self._starting)

    def note_language(self, tag: str | None) -> None:
        if tag and tag != self._language:
            self._language = tag
            set_language(tag)

    async def broker_reply(self) -> dict:
        """What the broker tells a kernel."""
        self.note_language(self._language or lab_locale())
        told = {"language": self._language}
        try:
            return {**told, "address": (await self.address()).as_dict()}
        except DiffusionError as error:
            return {**told, "error": {"code": error.code, "message": error.message, "hint": error.hint}}


def load(server_app: Any) -> None:
    """Adds the proxy under `<base_url>diffusion/` and starts the broker for kernels."""
    log = server_app.log
    folder = make_socket_folder()
    supervisor = Supervisor(
        lambda token: ServiceProcess(
            socket_path_in(folder), token, lambda level, line: log.log(level, "diffusion: %s", line)
        ),
        log.warning,
        owner_of_data,
    )
    prefix = url_path_join(server_app.web_app.settings["base_url"], "diffusion")
    service = ServiceManager(supervisor, prefix)
    broker = AddressBroker(socket_path_in(folder, "b"), service.broker_reply)
    broker.export()
    server_app.io_loop.add_callback(broker.serve)
    server_app.web_app.add_handlers(
        ".*$",
        [
            (prefix + "/lines", LinesHandler, {"service": service}),
            (prefix + "/(.*)", ProxyHandler, {"service": service}),
        ],
    )

    def stop() -> None:
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    log.info("jupyterlab_diffusion passes %s to the drawing service", prefix)
