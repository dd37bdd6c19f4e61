"""Every test runs in folders of its own: no configuration, data or running service of this machine is seen or touched."""

from __future__ import annotations

import atexit
import http.cookiejar
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FAKE = HERE / "fake_service.mjs"
REAL = ROOT / "lib" / "service" / "index.js"
TOKEN = "secret-of-jupyter"
# The other extensions of this environment only take time here.
ONLY_OURS = {
    "jupyterlab": False,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "notebook_shim": False,
}


def isolated(folder: Path) -> dict[str, str]:
    """An environment whose Jupyter, IPython and service folders lie in `folder`."""
    names = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "jupyter",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_DIFFUSION_DATA": "data",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    return {
        **kept,
        **{name: str(folder / value) for name, value in names.items()},
        "TMPDIR": str(short_temp(folder)),
        "LANG": "C.UTF-8",
        "LANGUAGE": "",
        "LC_ALL": "",
    }


def short_temp(folder: Path) -> Path:
    """The temp folder that belongs to `folder`; pytest's own is too deep for the path of a Unix socket."""
    if folder not in _temps:
        _temps[folder] = Path(tempfile.mkdtemp(prefix="jd"))
        atexit.register(shutil.rmtree, _temps[folder], ignore_errors=True)
    return _temps[folder]


_temps: dict[Path, Path] = {}


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The same, for this process."""
    made = isolated(tmp_path)
    for name in [each for each in os.environ if each.startswith(("JUPYTER", "IPYTHON"))]:
        monkeypatch.delenv(name)
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    return made


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class JupyterServer:
    """A running Jupyter server with the extension, under the base URL /p/."""

    process: subprocess.Popen
    url: str
    log: Path
    folder: Path

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Reply(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    def ask_as_owner(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Reply:
        return self.ask(path, method, body, Authorization=f"token {TOKEN}", **headers)

    def private_folders(self) -> list[Path]:
        """The folders for sockets that this server and those before it made."""
        return list(short_temp(self.folder).glob("jd-*"))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


StartServer = Callable[..., JupyterServer]


def launch(folder: Path, service: Path, **environment: str) -> JupyterServer:
    """Starts a Jupyter server on a port of its own choice and waits until it answers."""
    log = folder / "server.log"
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}", "--ServerApp.base_url=/p/",
        f"--ServerApp.root_dir={folder}", f"--ServerApp.jpserver_extensions={ONLY_OURS}",
    ]  # fmt: skip
    env = {**isolated(folder), "JUPYTERLAB_DIFFUSION_SERVICE": str(service), **environment}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=env, preexec_fn=hear_interrupts
        )
    port = wait_for(lambda: _port_of(folder / "runtime" / f"jpserver-{process.pid}.json"), log)
    server = JupyterServer(process, f"http://127.0.0.1:{port}/p/", log, folder)
    wait_for(lambda: server.ask("api").status == 200, log)
    return server


def hear_interrupts() -> None:
    """A shell starts background jobs with SIGINT ignored, and their children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A Jupyter server for all tests of a module, with the fake service behind it."""
    server = launch(tmp_path_factory.mktemp("jupyter"), FAKE)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cookies(jupyter: JupyterServer) -> dict[str, str]:
    """The headers of a browser that has logged in."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{jupyter.url}login?token={TOKEN}").read()
    held = {cookie.name: cookie.value for cookie in jar}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items()), "_xsrf": held["_xsrf"]}


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts Jupyter servers of this test alone."""
    started: list[JupyterServer] = []

    def start(service: Path = FAKE, **environment: str) -> JupyterServer:
        started.append(launch(tmp_path, service, **environment))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


def wait_for(found: Callable[[], object], log: Path | None = None, timeout: float = 30) -> object:
    """The first truthy answer; fails with the log when there is none in time."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            answer = found()
        except OSError:
            answer = None
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(log.read_text("utf-8", "replace") if log else "not in time")


def process_is_there(pid: int) -> bool:
    """False for a zombie, too."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _port_of(record: Path) -> int | None:
    import json

    try:
        return json.loads(record.read_text())["port"]
    except (OSError, ValueError):
        return None
