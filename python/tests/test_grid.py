"""What a sweep leaves in the notebook."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyterlab_diffusion.errors import DiffusionError
from jupyterlab_diffusion.grid import SWEEP_MIME, finished_bundle

SWEEP = SimpleNamespace(job_id="1", cells=[SimpleNamespace(sha256="ab")], summary=lambda: "1 cell: 1 drawn.")


class ClientWithoutSheet:
    def __init__(self, error: Exception) -> None:
        self._error = error

    def payload(self, job: str) -> dict[str, str]:
        return {"job": job}

    def payload_sheet(self, job: str) -> bytes:
        raise self._error


@pytest.mark.parametrize("error", [DiffusionError("internal"), TimeoutError(), ConnectionResetError()])
def test_a_sheet_that_fails_never_loses_the_result(error):
    bundle = finished_bundle(ClientWithoutSheet(error), SWEEP)
    assert bundle == {SWEEP_MIME: {"job": "1"}, "text/plain": "1 cell: 1 drawn."}
