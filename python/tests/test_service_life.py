"""When the service runs: started when needed, restarted when it dies, gone with the Jupyter server, found by kernels."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FAKE, JupyterServer, process_is_there, wait_for


def service_pid(server: JupyterServer) -> int:
    reply = server.ask_as_owner("diffusion/v1/hello")
    assert reply.status == 200, reply.body
    return json.loads(reply.body)["pid"]


def test_nothing_is_started_before_the_first_request(start_server):
    server = start_server()
    (folder,) = server.private_folders()
    assert not (folder / "s").exists()
    assert service_pid(server)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_killed_service_is_there_again_for_the_next_request(start_server):
    server = start_server()
    first = service_pid(server)
    os.kill(first, signal.SIGKILL)
    second = service_pid(server)
    assert second != first
    assert not process_is_there(first)


def test_what_may_be_done_twice_is_asked_again_of_the_next_service(start_server):
    server = start_server()
    pid = service_pid(server)
    marker = server.folder / "died"
    reply = server.ask_as_owner(f"diffusion/die-once?{marker}")
    assert reply.status == 200
    assert json.loads(reply.body)["pid"] != pid
    marker.unlink()
    assert server.ask_as_owner(f"diffusion/die-once?{marker}", "POST").status == 502


def test_a_killed_service_is_restarted_without_being_asked(start_server):
    server = start_server()
    os.kill(service_pid(server), signal.SIGKILL)
    (folder,) = server.private_folders()

    def children() -> list[int]:
        told = subprocess.run(
            ["pgrep", "-P", str(server.process.pid), "-f", "fake_service"], capture_output=True
        )
        return [int(pid) for pid in told.stdout.split()]

    wait_for(lambda: any(process_is_there(pid) for pid in children()), timeout=5)
    assert folder.exists()


def test_a_reply_that_breaks_off_is_not_taken_for_whole(start_server):
    server = start_server()
    service_pid(server)
    with pytest.raises(Exception, match=r"IncompleteRead|Connection"):
        server.ask_as_owner("diffusion/cut")


def test_a_service_that_cannot_start_says_why(start_server):
    server = start_server(FAKE_REFUSES="Another service uses this data folder.")
    reply = server.ask_as_owner("diffusion/v1/hello", Accept_Language="en")
    error = json.loads(reply.body)["error"]
    assert (reply.status, error["code"]) == (503, "service_down")
    assert "Another service uses this data folder." in error["hint"]
    chinese = json.loads(server.ask_as_owner("diffusion/v1/hello", Accept_Language="zh-CN").body)["error"]
    assert chinese["message"].startswith("绘图服务没有应答")


def test_a_service_that_keeps_dying_is_given_up_with_its_reason(start_server):
    server = start_server()
    for _ in range(3):
        server.ask_as_owner("diffusion/die", "POST")
        wait_for(lambda: server.ask_as_owner("diffusion/v1/hello").status in {200, 503})
    reply = server.ask_as_owner("diffusion/v1/hello")
    assert reply.status == 503
    assert "exit code 3" in json.loads(reply.body)["error"]["hint"]
    assert reply.headers["Retry-After"]


LOG = """[I 12:00:00.000] service started  url=here
[W 12:00:00.001] disk nearly full
[D 12:00:00.002] GET /v1/jobs  request=1
[E 12:00:00.003] request failed  request=1: no such table
    at query (database.js:1:1)
a word of Node's"""


def test_each_line_of_the_service_has_its_own_level_in_the_log(start_server):
    server = start_server(FAKE_LOG=LOG)
    service_pid(server)
    wait_for(lambda: "a word of Node's" in server.log.read_text())
    lines = [line for line in server.log.read_text().splitlines() if "diffusion: " in line]
    assert [(line[1], line.partition("diffusion: ")[2]) for line in lines] == [
        ("I", "service started  url=here"),
        ("W", "disk nearly full"),
        ("E", "request failed  request=1: no such table"),
        ("E", "    at query (database.js:1:1)"),
        ("W", "a word of Node's"),
    ]


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (LOG, "request failed  request=1: no such table\n    at query (database.js:1:1)\na word of Node's"),
        (LOG + "\n[I 12:00:01.000] job 1 done", "exit code 3"),
        ("[W 12:00:00.001] disk nearly full", "exit code 3"),
    ],
)
def test_the_reason_of_an_end_is_what_was_written_last_and_not_survived(
    environment, monkeypatch, log, reason
):
    from jupyterlab_diffusion.process import ServiceProcess

    monkeypatch.setenv("JUPYTERLAB_DIFFUSION_SERVICE", str(FAKE))
    monkeypatch.setenv("FAKE_LOG", log)
    process = ServiceProcess(f"{environment['TMPDIR']}/s", "token", lambda _level, _line: None)
    address = process.wait_ready()
    with address.connect(5) as connection:
        connection.sendall(b"POST /die HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\n\r\n")
        connection.recv(1)
    process.wait()
    assert process.reason() == reason


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_service_ends_with_the_jupyter_server(start_server, how):
    server = start_server()
    pid = service_pid(server)
    server.process.send_signal(how)
    server.process.wait(20)
    wait_for(lambda: not process_is_there(pid), timeout=5)


def test_what_a_killed_server_left_behind_is_swept(start_server):
    killed = start_server()
    service_pid(killed)
    killed.process.kill()
    killed.process.wait()
    (left,) = killed.private_folders()
    start_server()
    assert not left.exists()


FIND = "from jupyterlab_diffusion.discovery import find_address; print(find_address().pid)"


def kernel_environment(server: JupyterServer) -> dict[str, str]:
    """What a kernel of this server inherits, told by a real one."""
    from jupyter_client import BlockingKernelClient

    started = server.ask_as_owner("api/kernels", "POST", b"{}", Content_Type="application/json")
    kernel = json.loads(started.body)["id"]
    file = server.folder / "runtime" / f"kernel-{kernel}.json"
    wait_for(lambda: file.exists() and file.stat().st_size)
    client = BlockingKernelClient(connection_file=str(file))
    client.load_connection_file()
    client.start_channels(hb=False)  # a slow start is not a death
    client.wait_for_ready(timeout=30)
    told: list[str] = []
    client.execute_interactive(
        "import os, json; print(json.dumps(dict(os.environ)))",
        output_hook=lambda message: told.append(message["content"].get("text", "")),
        timeout=30,
    )
    client.stop_channels()
    return json.loads("".join(told))


def test_a_kernel_older_than_the_service_finds_it_and_never_starts_a_second(start_server):
    server = start_server()
    environment = kernel_environment(server)

    def find() -> int:
        told = subprocess.run(
            [sys.executable, "-c", FIND], env=environment, capture_output=True, text=True, check=True
        )
        return int(told.stdout)

    first = find()
    assert first == service_pid(server)
    os.kill(first, signal.SIGKILL)
    second = find()
    assert second != first
    assert second == service_pid(server)


def test_the_broker_answers_to_the_key_alone(start_server):
    from jupyterlab_diffusion.address import Address

    server = start_server()
    environment = kernel_environment(server)
    broker = Address(socket=environment["JUPYTERLAB_DIFFUSION_BROKER"])
    for key in (b"", b"wrong\n", b"\xff\xfe\n", b"x" * 10_000 + b"\n"):
        with broker.connect(5) as stranger:
            stranger.sendall(key or b"\n")
            assert stranger.recv(100) == b""
    with broker.connect(5) as kernel:
        kernel.sendall(environment["JUPYTERLAB_DIFFUSION_BROKER_KEY"].encode() + b"\n")
        assert b"address" in kernel.recv(1000)


def test_a_kernel_without_a_server_starts_its_own_service_which_ends_with_it(environment, tmp_path):
    code = (
        "import os; from jupyterlab_diffusion.discovery import find_address as f;"
        "a = f(); assert f() == a; print(a.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "JUPYTERLAB_DIFFUSION_SERVICE": str(FAKE)},
        capture_output=True,
        text=True,
    )
    pid = int(told.stdout)
    wait_for(lambda: not process_is_there(pid), timeout=5)


def test_the_address_of_another_owner_of_the_data_folder_is_taken(environment, tmp_path, monkeypatch):
    """Its lock names the process, and its connection file the address."""
    from jupyterlab_diffusion.discovery import find_address
    from jupyterlab_diffusion.process import ServiceProcess

    monkeypatch.setenv("JUPYTERLAB_DIFFUSION_SERVICE", str(FAKE))
    owner = ServiceProcess(str(tmp_path / "s"), "token-of-owner", print)
    try:
        address = owner.wait_ready()
        for folder, name, record in (
            ("data", "service.lock", {"pid": owner.pid, "start": None}),
            ("runtime", f"diffusion-{owner.pid}.json", address.as_dict()),
        ):
            Path(tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(json.dumps(record))
        assert find_address() == address
    finally:
        owner.stop()
