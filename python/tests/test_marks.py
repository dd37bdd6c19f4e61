"""What a kernel learns of marks: always those of now, as far as the service answers."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from jupyterlab_diffusion.errors import DiffusionError
from jupyterlab_diffusion.result import Sweep

AXES = [
    {"id": "cfg_scale", "params": ["cfg_scale"], "values": [[3], [5], [7]], "labels": ["3", "5", "7"]},
    {"id": "seed", "params": ["seed"], "values": [[1], [2]], "labels": ["1", "2"]},
]


class Service:
    """Six cells, of which tests say how they are marked."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, int], dict[str, Any]] = {}
        self.error: Exception | None = None

    def mark(self, cfg: int, seed: int, **mark: Any) -> None:
        self.marks[cfg, seed] = {"rating": None, "flag": None, "tags": [], **mark}

    def job(self, _id: str) -> dict[str, Any]:
        if self.error:
            raise self.error
        cells = [
            {
                "id": f"{cfg}-{seed}",
                "params": {"cfg_scale": [3, 5, 7][cfg], "seed": seed + 1},
                "index": [cfg, seed],
                "state": "done",
                "cached": False,
                "image": None,
                "mark": self.marks.get((cfg, seed)),
            }
            for cfg in range(3)
            for seed in range(2)
        ]
        return {
            "id": "1",
            "state": "done",
            "spec": {},
            "plan": {"axes": AXES},
            "progress": {},
            "cells": cells,
        }


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def sweep(service: Service) -> Sweep:
    return Sweep(service, service.job("1"))


def best(sweep: Sweep, name: str = "cfg_scale") -> tuple[Any, list[str]]:
    """What is best, and what is said of it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = sweep.best(name)
    return value, [str(each.message) for each in caught]


def test_marks_are_those_of_now(service, sweep):
    assert sweep.picked == []
    service.mark(1, 0, flag="pick", rating=4, tags=["Hands", "好"])
    assert [cell.params["cfg_scale"] for cell in sweep.picked] == [5]
    assert [cell.id for cell in sweep.tagged("hands", "好")] == ["1-0"]
    assert [cell.id for cell in sweep.tagged()] == ["1-0"]
    assert sweep.tagged("feet") == []
    assert (sweep[2].flag, sweep[2].rating, sweep[2].tags) == ("pick", 4, ["Hands", "好"])


def test_the_table_has_the_marks_of_now(service, sweep):
    pytest.importorskip("pandas")
    service.mark(1, 0, rating=4, tags=["hands"])
    table = sweep.df
    assert list(table.columns[-3:]) == ["rating", "flag", "tags"]
    assert table["tags"].tolist() == [[], [], ["hands"], [], [], []]
    assert table["rating"].max() == 4


@pytest.mark.parametrize("error", [DiffusionError("service_unreachable", reason="x"), OSError()])
def test_while_the_service_is_silent_the_marks_read_last_are_told(service, sweep, error):
    service.mark(1, 0, flag="pick")
    assert len(sweep.picked) == 1
    service.error = error
    assert len(sweep.picked) == 1
    assert best(sweep)[0] == 5
    with pytest.raises(type(error)):
        sweep.refresh()


def test_the_best_value_has_the_best_mean(service, sweep):
    service.mark(0, 0, rating=5)
    service.mark(0, 1, rating=2)
    service.mark(1, 0, rating=4)
    service.mark(2, 0, flag="reject", rating=5)
    assert best(sweep) == (5, [])


def test_a_pick_counts_five_stars_unless_it_has_stars_of_its_own(service, sweep):
    service.mark(0, 0, flag="pick", rating=3)
    service.mark(1, 0, rating=4)
    assert best(sweep)[0] == 5
    service.mark(2, 1, flag="pick")
    assert best(sweep)[0] == 7


def test_of_equal_means_the_one_with_more_marks_is_taken_then_the_first_and_it_is_said(service, sweep):
    service.mark(1, 0, rating=4)
    service.mark(2, 0, rating=4)
    service.mark(2, 1, rating=4)
    assert best(sweep) == (
        7,
        ["These values of cfg_scale are marked equally well: 5, 7. 7 is taken."],
    )
    service.mark(1, 1, rating=4)
    assert best(sweep)[0] == 5


def test_too_few_marks_are_said(service, sweep):
    value, said = best(sweep)
    assert value is None
    assert said == [
        "No cell is marked yet, so no cfg_scale is best. In the grid 1 to 5 give stars, P picks and X rejects."
    ]
    service.mark(1, 0, tags=["only a tag"])
    assert best(sweep)[0] is None
    service.mark(1, 0, rating=2)
    assert best(sweep) == (
        5,
        ["Only cells of cfg_scale 5 are marked; there is nothing it is better than."],
    )


def test_what_is_no_axis_is_refused(sweep):
    with pytest.raises(DiffusionError, match="its axes are cfg_scale, seed"):
        sweep.best("steps")
