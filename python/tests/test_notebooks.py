"""The tutorials run without Lab, as they would in a pipeline, and what is saved shows without us."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

SWEEP_MIME = "application/vnd.jupyterlab-diffusion.sweep+json"
THUMBNAIL_BYTES_MAX = 12 * 1024
NOTEBOOK_BYTES_MAX = 4_000_000


def run(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr


def bundles(path: Path) -> list[dict]:
    """The MIME bundles of a saved notebook that hold a grid."""
    notebook = json.loads(path.read_text("utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["data"] for output in outputs if SWEEP_MIME in output.get("data", {})]


def check_saved(path: Path, cells: list[int]) -> None:
    assert path.stat().st_size < NOTEBOOK_BYTES_MAX
    found = bundles(path)
    assert [len(bundle[SWEEP_MIME]["cells"]) for bundle in found] == cells
    for bundle in found:
        assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
        assert "text/html" not in bundle
        for cell in bundle[SWEEP_MIME]["cells"]:
            assert cell["state"] == "done"
            assert 100 < len(base64.b64decode(cell["thumbnail"])) <= THUMBNAIL_BYTES_MAX


def check_tells_nothing_of_this_machine(path: Path, folder: Path) -> None:
    saved = path.read_text("utf-8")
    for secret in (str(folder), str(ROOT), "127.0.0.1", "Bearer", "jd-"):
        assert secret not in saved, secret


def test_the_quickstart_under_nbconvert(environment, tmp_path):
    out = tmp_path / "quickstart.ipynb"
    notebook = str(ROOT / "notebooks" / "quickstart.ipynb")
    run(environment, "nbconvert", "--to", "notebook", "--execute", notebook, "--output", str(out))
    check_saved(out, [1, 12, 6, 6, 12])
    check_tells_nothing_of_this_machine(out, tmp_path)


def test_the_sampler_comparison_under_papermill_with_parameters(environment, tmp_path):
    out = tmp_path / "samplers.ipynb"
    notebook = str(ROOT / "notebooks" / "samplers.ipynb")
    run(environment, "papermill", notebook, str(out), "-y", "seeds: [1, 2]", "-p", "prompt", "a fox")
    check_saved(out, [4, 8])
    params = bundles(out)[0][SWEEP_MIME]["cells"][0]["params"]
    assert params["prompt"] == "a fox"


def test_a_saved_notebook_shows_its_pictures_as_html(environment, tmp_path):
    source = tmp_path / "one.ipynb"
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "id": "a"}
    source.write_text(
        json.dumps(
            {
                "cells": [{**cell, "source": "%%txt2img steps=2\na cat face"}],
                "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
    )
    run(environment, "nbconvert", "--to", "html", "--execute", str(source))
    assert '<img alt="' in (tmp_path / "one.html").read_text("utf-8")


def test_a_wrong_cell_fails_the_run(environment, tmp_path):
    source = tmp_path / "wrong.ipynb"
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "id": "a"}
    source.write_text(
        json.dumps(
            {
                "cells": [{**cell, "source": "%%sweep cgf=3\na cat face"}],
                "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
    )
    with pytest.raises(AssertionError, match='"cgf" is not a parameter'):
        run(environment, "nbconvert", "--to", "notebook", "--execute", str(source))
