"""`%%sweep` and `%%txt2img` in a real kernel, with the real service and the bundled model."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import REAL, isolated, wait_for
from jupyter_client.manager import KernelManager

SWEEP_MIME = "application/vnd.jupyterlab-diffusion.sweep+json"


class Ran:
    """What came out of a cell."""

    def __init__(self, reply: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        self.reply = reply
        self.messages = messages

    def bundles(self, kind: str) -> list[dict[str, Any]]:
        return [each["content"]["data"] for each in self.messages if each["msg_type"] == kind]

    @property
    def text(self) -> str:
        return "".join(each["content"]["text"] for each in self.messages if each["msg_type"] == "stream")

    @property
    def error(self) -> dict[str, Any]:
        return next(each["content"] for each in self.messages if each["msg_type"] == "error")


class Kernel:
    """A kernel of this environment; nothing is loaded into it by hand."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str, timeout: float = 120) -> Ran:
        messages: list[dict[str, Any]] = []
        reply = self.client.execute_interactive(code, output_hook=messages.append, timeout=timeout)
        return Ran(reply["content"], messages)

    def value(self, expression: str) -> Any:
        ran = self.run(f"import json; print(json.dumps({expression}))")
        assert ran.reply["status"] == "ok", ran.error
        return json.loads(ran.text)

    def start(self, code: str) -> str:
        return self.client.execute(code)

    def wait(self, kind: str, timeout: float = 60) -> dict[str, Any]:
        """The next message of a kind on the output channel."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["msg_type"] == kind:
                return message["content"]
        raise AssertionError(f"no {kind}")

    def idle(self) -> None:
        while self.wait("status")["execution_state"] != "idle":
            pass


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    assert REAL.is_file(), "npm run build makes the service"
    manager = KernelManager(kernel_name="python3")
    folder = tmp_path_factory.mktemp("kernel")
    manager.start_kernel(env=isolated(folder), cwd=str(folder))
    made = Kernel(manager)
    yield made
    made.client.stop_channels()
    manager.shutdown_kernel()


def test_a_sweep_cell_shows_its_grid_at_once_and_leaves_a_contact_sheet(kernel):
    ran = kernel.run('%%sweep seed=1,2 steps=2,3 sampler="Euler"\na cat face')
    assert ran.reply["status"] == "ok", ran.error
    (first,) = ran.bundles("display_data")
    assert set(first) == {SWEEP_MIME, "text/plain"}
    assert len(first[SWEEP_MIME]["cells"]) == 4
    (last,) = ran.bundles("update_display_data")
    assert last[SWEEP_MIME]["state"] == "done"
    assert all(cell["image"] and cell["thumbnail"] for cell in last[SWEEP_MIME]["cells"])
    assert base64.b64decode(last["image/png"]).startswith(b"\x89PNG")
    assert "text/html" not in last
    assert last["text/plain"] == "4 cells (seed × steps): 4 drawn."


def test_a_remark_stands_in_the_output_at_its_place_and_nothing_is_red(kernel):
    kernel.run("strengths = [0.3, 0.7]")
    ran = kernel.run("%%sweep seed=1 steps=2 denoising=$strengths\na cat face")
    assert ran.reply["status"] == "ok", ran.error
    assert ran.text == ""
    for bundle in ran.bundles("display_data") + ran.bundles("update_display_data"):
        (remark,) = bundle[SWEEP_MIME]["remarks"]
        assert remark["code"] == "no_effect"
        assert remark["where"] == {"line": 1, "column": 24, "length": 20}
        (line,) = [each for each in bundle["text/plain"].split("\n") if each.startswith("remark: 1:24 ")]
        assert "denoising_strength changes nothing" in line


def test_nothing_is_printed_and_the_result_is_in_the_underscore_without_a_second_output(kernel):
    ran = kernel.run("%%txt2img seed=1 steps=2 sampler=Euler\na cat face")
    assert ran.text == ""
    assert ran.bundles("execute_result") == []
    assert kernel.value("[type(_).__name__, len(_)]") == ["Sweep", 1]


def test_showing_the_result_again_shows_the_grid(kernel):
    kernel.run("%%txt2img seed=1 steps=2 sampler=Euler\na cat face")
    (bundle,) = kernel.run("_").bundles("display_data")
    assert {SWEEP_MIME, "image/png", "text/plain"} == set(bundle)
    draw = "grid = diffusion.sweep('a cat face', seed=1, steps=2, sampler='Euler')"
    same_cell = kernel.run(f"import jupyterlab_diffusion as diffusion\n{draw}\ngrid")
    assert len(same_cell.bundles("display_data")) == 1
    assert len(kernel.run("grid").bundles("display_data")) == 1


def test_values_of_the_notebook_become_axes_and_variants(kernel):
    kernel.run("import numpy as np; scales = np.array([2, 3.5]); animals = ['cat', 'dog']; n = 2")
    ran = kernel.run("%%sweep seed=1 cfg=$scales steps=${n} sampler=Euler\na $animals face")
    (bundle,) = ran.bundles("update_display_data")
    payload = bundle[SWEEP_MIME]
    assert payload["axes"][0]["values"] == [[2], [3.5]]
    assert {cell["params"]["prompt"] for cell in payload["cells"]} == {"a cat face", "a dog face"}
    assert {cell["params"]["steps"] for cell in payload["cells"]} == {2}


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        (
            "%%sweep seed=1..4 cgf=3,5\na cat",
            ['1:19  "cgf" is not a parameter', "      %%sweep seed=1..4 cgf=3,5", " " * 24 + "^^^"],
        ),
        ("%%sweep seed=$gone\na cat", ['1:14  "gone" is not a variable', "      %%sweep seed=$gone"]),
        ("%%sweep steps=$many\na cat", ["1:15  ", "      %%sweep steps=$many", " " * 20 + "^^^^^"]),
        ("%%txt2img seed=1,2\na cat", ["1:11  ", "      %%txt2img seed=1,2"]),
    ],
)
def test_a_wrong_cell_is_one_sentence_with_its_place_and_no_traceback(kernel, cell, lines):
    kernel.run("many = [20, 500]")
    ran = kernel.run(cell)
    assert ran.reply["status"] == "error"
    assert ran.bundles("display_data") == []
    said = ran.error["traceback"]
    assert len(said) in {2, 3}
    for shown, expected in zip(said, lines, strict=False):
        assert shown.startswith(expected)


def test_a_sweep_of_ten_thousand_cells_is_refused_with_the_count_and_how_to_allow_it(kernel):
    said = " ".join(kernel.run("%%sweep seed=1..10000 steps=2\na cat").error["traceback"])
    assert "10,000" in said or "10000" in said
    assert "limit=10000" in said


def test_errors_speak_the_language_of_the_environment(kernel):
    kernel.run("import os; os.environ['LANGUAGE'] = 'zh_CN'")
    service = kernel.run("%%sweep cgf=3\na cat").error["traceback"][0]
    ours = kernel.run("%%sweep seed=$gone\na cat").error["traceback"][0]
    kernel.run("os.environ['LANGUAGE'] = ''")
    assert "没有参数" in service
    assert "没有变量" in ours


def test_an_interrupt_cancels_the_job_and_keeps_what_was_finished(kernel):
    kernel.run("import jupyterlab_diffusion.client as c; client = c.Client()")
    kernel.start("%%sweep seed=101..160 steps=30\na fox")
    started = kernel.wait("display_data")["data"][SWEEP_MIME]
    kernel.manager.interrupt_kernel()
    update = kernel.wait("update_display_data")["data"][SWEEP_MIME]
    error = kernel.wait("error")
    kernel.idle()
    assert error["ename"] == "SweepCancelled"
    assert error["traceback"][0].startswith("Cancelled.")
    assert update["job"] == started["job"]
    assert update["state"] == "cancelled"
    assert kernel.value(f"client.job({started['job']!r})['state']") == "cancelled"


def test_a_job_cancelled_from_elsewhere_ends_the_cell(kernel):
    kernel.run("import threading, time, jupyterlab_diffusion.client as c; client = c.Client()")
    kernel.run(
        "def cancel():\n"
        "    while True:\n"
        "        jobs = client._json('GET', '/v1/jobs')['jobs']\n"
        "        for job in jobs:\n"
        "            if job['state'] == 'running':\n"
        "                client.cancel(job['id'])\n"
        "                return\n"
        "        time.sleep(.05)\n"
        "threading.Thread(target=cancel).start()"
    )
    ran = kernel.run("%%sweep seed=201..260 steps=30\na fox")
    assert ran.error["ename"] == "SweepCancelled"


def test_a_service_killed_in_the_middle_is_restarted_and_the_sweep_goes_on(kernel):
    kernel.run("import os, signal, threading, time; from jupyterlab_diffusion.discovery import find_address")
    before = kernel.value("find_address().pid")
    kernel.run(
        "import jupyterlab_diffusion.client as c\n"
        "def kill():\n"
        "    client = c.Client()\n"
        "    while not any(job['state'] == 'running' for job in client._json('GET', '/v1/jobs')['jobs']):\n"
        "        time.sleep(.02)\n"
        "    os.kill(find_address().pid, signal.SIGKILL)\n"
        "threading.Thread(target=kill).start()"
    )
    ran = kernel.run("%%sweep seed=301..306 steps=12\na fox")
    assert ran.reply["status"] == "ok", ran.error
    (last,) = ran.bundles("update_display_data")
    assert {cell["state"] for cell in last[SWEEP_MIME]["cells"]} == {"done"}
    assert kernel.value("find_address().pid") != before


def test_the_result_is_data(kernel):
    kernel.run("import jupyterlab_diffusion as diffusion, numpy as np")
    ran = kernel.run(
        "grid = diffusion.sweep('a cat face', seed=np.arange(1, 3), cfg=[2, 3.5], steps=2, sampler='Euler')"
    )
    assert ran.reply["status"] == "ok", ran.error
    assert kernel.value("[cell.params['seed'] for cell in grid]") == [1, 2, 1, 2]
    assert kernel.value("[len(grid.df), *grid.df.columns[:2]]") == [4, "seed", "cfg_scale"]
    assert kernel.value("[image.size for image in grid.images]") == [[128, 128]] * 4
    assert kernel.value("grid[0].png[:4].hex()") == "89504e47"
    assert kernel.value("len(grid.picked)") == 0
    best = kernel.run("print(grid.best('cfg_scale'))")
    assert best.text.startswith("None") and "No cell is marked yet" in best.text


def test_marks_made_in_the_grid_reach_the_kernel(kernel):
    kernel.run("grid = diffusion.sweep('a red heart', seed=[1, 2], cfg=[2, 4], steps=2, sampler='Euler')")
    kernel.run("import jupyterlab_diffusion.client as c; client = c.Client()")
    kernel.run("client.mark(grid[2].id, flag='pick'); client.mark(grid[0].id, rating=2)")
    assert kernel.value("[cell.params['cfg_scale'] for cell in grid.picked]") == [4]
    assert kernel.value("grid.best('cfg_scale')") == 4
    assert "its axes are seed, cfg_scale" in kernel.run("grid.best('steps')").error["traceback"][0]


def test_without_pandas_the_sentence_names_it(kernel):
    kernel.run("import sys; sys.modules['pandas'] = None")
    ran = kernel.run("grid.df")
    kernel.run("del sys.modules['pandas']")
    assert ran.error["ename"] == "ImportError"
    assert "%pip install pandas" in ran.error["evalue"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%%sweep cf", "cfg="),
        ("%%sweep seed=1 sampler=Eu", '"Euler a"'),
        ("%%sweep seed=1 sampler=Heun,DPM", '"DPM++ 2M"'),
        ("%%sweep seed=1..4 x=se", "seed"),
    ],
)
def test_tab_completes_names_and_values(kernel, cell, expected):
    reply = kernel.client.complete(cell, len(cell), reply=True, timeout=30)["content"]
    assert expected in reply["matches"]


def test_tab_in_the_prompt_offers_no_python(kernel):
    cell = "%%sweep seed=1\na imp"
    assert kernel.client.complete(cell, len(cell), reply=True, timeout=30)["content"]["matches"] == []
    other = "impo"
    assert "import" in kernel.client.complete(other, len(other), reply=True, timeout=30)["content"]["matches"]


def test_load_ext_by_hand_does_no_harm(kernel):
    assert kernel.run("%load_ext jupyterlab_diffusion").reply["status"] == "ok"
    assert (
        wait_for(lambda: kernel.run("%%txt2img seed=1 steps=2 sampler=Euler\na cat face").reply["status"])
        == "ok"
    )
