"""How urgent a sweep is, said from code."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_diffusion import api

TEXT = "%%sweep seed=1,2\na cat"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = []
    monkeypatch.setattr(api, "run", lambda request, client: requests.append(request))
    return requests


def test_a_priority_goes_beside_the_sweep_and_is_no_parameter_of_it(sent):
    api.sweep("a cat", seed=[1, 2], priority="high")
    api.sweep({"base": {}, "axes": []}, priority="low")
    assert sent == [{"text": TEXT, "priority": "high"}, {"spec": {"base": {}, "axes": []}, "priority": "low"}]


def test_a_sweep_without_one_says_none(sent):
    api.sweep("a cat", seed=[1, 2])
    assert sent == [{"text": TEXT}]
