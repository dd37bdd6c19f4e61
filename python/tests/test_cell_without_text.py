"""A cell magic without a line below it, in IPython as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyterlab_diffusion import magics
from jupyterlab_diffusion.errors import DiffusionError
from jupyterlab_diffusion.magics import NO_BODY, register, with_body
from jupyterlab_diffusion.messages import set_language


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell with our magics, whose sweeps end in the list `shell.sent`."""
    made = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    register(made)
    made.sent = []
    monkeypatch.setattr(magics, "run", lambda request, *_: made.sent.append(request["text"]))
    yield made


@pytest.fixture(params=["en", "zh-CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language(None)


@pytest.mark.parametrize("cell", ["%%sweep seed=1..2", "%%sweep seed=1..2\n", "%%sweep", "%%txt2img   "])
def test_a_cell_of_its_first_line_alone_says_what_is_missing(
    shell: InteractiveShell, language: str, cell: str
) -> None:
    error = shell.run_cell(cell).error_in_exec
    assert isinstance(error, DiffusionError)
    name = "txt2img" if "txt2img" in cell else "sweep"
    wanted = {
        "en": f"%%{name} draws the text below its first line, and there is none.",
        "zh-CN": f"%%{name} 画的是第一行下面的文字，但这里还没有。",
    }
    assert error.message == wanted[language]
    assert error.hint
    assert shell.sent == []


def test_a_prompt_in_the_first_line_needs_no_text_below(shell: InteractiveShell) -> None:
    result = shell.run_cell('%%sweep prompt="a cat","a dog" seed=1')
    assert result.error_in_exec is None
    assert shell.sent[0].strip() == '%%sweep prompt="a cat","a dog" seed=1'


def test_a_line_that_a_person_left_blank_is_theirs(shell: InteractiveShell) -> None:
    assert shell.run_cell("%%sweep seed=1\n\n").error_in_exec is None
    assert shell.sent == ["%%sweep seed=1\n\n"]


@pytest.mark.parametrize("cell", ["%%sweep?\n", "%%sweeps seed=1\n", "%sweep\n", "%%time\n", "a = 1\n"])
def test_what_is_not_ours_is_left_as_it_is(cell: str) -> None:
    assert with_body([cell]) == [cell]


def test_a_cell_with_a_body_is_left_as_it_is() -> None:
    assert with_body(["%%sweep\n", "a cat\n"]) == ["%%sweep\n", "a cat\n"]
    assert with_body(["%%sweep\n"]) == ["%%sweep\n", NO_BODY]
