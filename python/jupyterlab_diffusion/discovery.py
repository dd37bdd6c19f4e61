"""How a kernel finds the service, in this order:

1. JUPYTERLAB_DIFFUSION_URL (and JUPYTERLAB_DIFFUSION_TOKEN): a service somebody named.
2. The door of the Jupyter server that started this kernel (door.py). Knocking starts the service when it doesn't run.
3. A connection file of a living service with the same data folder, in the Jupyter runtime directory.
4. A service of its own, which ends with the kernel (nbconvert, papermill, a plain IPython).

The data folder has one owner at a time, so that 4 can't start a second service beside a living one: that start fails with the
owner's process id, and the owner's connection file is used.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from . import door
from .address import Address
from .folder import make_folder, socket_path_in
from .process import ServiceProcess
from .supervisor import Supervisor

_own: Supervisor | None = None
_own_lock = Lock()


def find_address() -> Address:
    """Where the service listens; starts it if need be. Raises DiffusionError when it can't run."""
    named = os.environ.get("JUPYTERLAB_DIFFUSION_URL")
    if named:
        return Address(url=named, token=os.environ.get("JUPYTERLAB_DIFFUSION_TOKEN", ""))
    if os.environ.get(door.VARIABLE):
        with suppress(OSError):
            return door.knock(os.environ[door.VARIABLE])
    if _own and _own.running:
        return _own.running
    found = next(_same_data(living_services()), None)
    return found or _own_service().address()


def living_services() -> Iterator[dict]:
    """The records of the connection files whose process lives and whose socket answers, newest first."""
    records = []
    for path in runtime_directory().glob("diffusion-*.json"):
        with suppress(OSError, ValueError):
            records.append(json.loads(path.read_text("utf-8")))
    for record in sorted(records, key=lambda each: str(each.get("started", "")), reverse=True):
        address = Address.of(record)
        if address.pid and address.alive:
            with suppress(OSError):
                address.connect(timeout=2).close()
                yield record


def adopt(failed: ServiceProcess) -> Address | None:
    """The service that owns the data folder, when that is why `failed` couldn't start."""
    named = {int(number) for number in re.findall(r"\b\d+\b", failed.reason())}
    return next((Address.of(record) for record in living_services() if record["pid"] in named), None)


def runtime_directory() -> Path:
    """Jupyter's runtime directory."""
    told = os.environ.get("JUPYTER_RUNTIME_DIR")
    if told:
        return Path(told)
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())


def _same_data(records: Iterator[dict]) -> Iterator[Address]:
    """Those with our data folder; a service that was given another folder is somebody else's."""
    asked = os.environ.get("JUPYTERLAB_DIFFUSION_DATA")
    for record in records:
        if not asked or os.path.realpath(record.get("data", "")) == os.path.realpath(asked):
            yield Address.of(record)


def _own_service() -> Supervisor:
    global _own
    with _own_lock:
        if not _own:
            folder = make_folder()
            _own = Supervisor(
                lambda token: ServiceProcess(socket_path_in(folder), token, lambda _line: None), adopt=adopt
            )
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            atexit.register(_own.stop)
        return _own
