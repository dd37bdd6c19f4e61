"""How a kernel finds the service, in this order:

1. JUPYTERLAB_DIFFUSION_URL (and JUPYTERLAB_DIFFUSION_TOKEN): a service somebody named.
2. The broker of the Jupyter server that started this kernel (address_broker.py), which starts the service when it doesn't run.
3. The service that owns our data folder: its lock names the process, the process's connection file the address.
4. A service of its own, which ends with the kernel (nbconvert, papermill, a plain IPython).

The data folder has one owner at a time, so 4 can't start a second service beside a living one: such a start fails, and the
owner's address is taken then.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
from contextlib import suppress
from threading import Lock

from .address import Address
from .address_broker import ENDPOINT_VARIABLE, ask_broker
from .paths import data_folder, runtime_folder
from .process import ServiceProcess
from .socket_folder import make_socket_folder, socket_path_in
from .supervisor import Supervisor

_own: Supervisor | None = None
_own_lock = Lock()


def find_address() -> Address:
    """Where the service listens; starts it if need be. Raises DiffusionError when it can't run."""
    named = os.environ.get("JUPYTERLAB_DIFFUSION_URL")
    if named:
        return Address(url=named, token=os.environ.get("JUPYTERLAB_DIFFUSION_TOKEN", ""))
    if os.environ.get(ENDPOINT_VARIABLE):
        with suppress(OSError):
            return ask_broker(os.environ[ENDPOINT_VARIABLE])
    if _own and _own.running:
        return _own.running
    return owner_of_data() or _own_service().address()


def owner_of_data() -> Address | None:
    """The service that owns the data folder, when it lives and listens."""
    with suppress(OSError, ValueError, KeyError):
        pid = json.loads((data_folder() / "service.lock").read_text("utf-8"))["pid"]
        record = json.loads((runtime_folder() / f"diffusion-{pid}.json").read_text("utf-8"))
        address = Address.of(record)
        if address.pid == pid and address.alive:
            address.connect(timeout=2).close()
            return address
    return None


def _own_service() -> Supervisor:
    global _own
    with _own_lock:
        if not _own:
            folder = make_socket_folder()
            _own = Supervisor(
                lambda token: ServiceProcess(socket_path_in(folder), token, lambda _level, _line: None),
                adopt=owner_of_data,
            )
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            atexit.register(_own.stop)
        return _own
