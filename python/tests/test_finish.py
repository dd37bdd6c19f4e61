"""What a kernel says at the end of a sweep."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_diffusion.api import _finished
from jupyterlab_diffusion.errors import DiffusionError
from jupyterlab_diffusion.grid import TerminalGrid


class Client:
    def __init__(self, *states: str) -> None:
        self._states = states

    def job(self, job_id: str) -> dict[str, Any]:
        cells = [
            {
                "id": f"{job_id}-{position}",
                "params": {},
                "index": [position],
                "state": state,
                "cached": False,
                "image": "ab" if state == "done" else None,
                "error": {"code": "out_of_memory", "message": "Out of memory."}
                if state == "failed"
                else None,
            }
            for position, state in enumerate(self._states)
        ]
        plan = {"axes": [{"id": "seed"}], "warnings": []}
        state = "failed" if "failed" in self._states else "done"
        return {"id": job_id, "state": state, "spec": {}, "plan": plan, "cells": cells, "progress": {}}


class Grid:
    remarks = ()
    finished: Any = None

    def finish(self, sweep: Any, late: Any) -> None:
        self.finished = sweep


def test_a_sweep_of_which_some_failed_is_a_result_and_the_grid_tells_the_rest():
    grid = Grid()
    result = _finished(Client("done", "failed", "failed"), grid, "1")
    assert grid.finished is result
    assert [cell.error for cell in result] == [None, "Out of memory.", "Out of memory."]
    assert result.summary() == "3 cells (seed): 1 drawn, 2 failed."


def test_a_terminal_tells_why_some_failed(capsys):
    _finished(Client("done", "failed", "failed"), TerminalGrid(None), "1")
    assert capsys.readouterr().err.splitlines()[-1] == "2 of 3 cells failed: Out of memory."


def test_a_sweep_all_of_which_failed_is_an_error_with_the_reason():
    grid = Grid()
    with pytest.raises(DiffusionError) as raised:
        _finished(Client("failed", "failed"), grid, "1")
    assert grid.finished is not None
    assert str(raised.value).endswith("Out of memory.")
