"""How an error looks in a cell."""

from __future__ import annotations

import pytest

from jupyterlab_diffusion import messages
from jupyterlab_diffusion.errors import DiffusionError


def test_the_place_is_underlined_and_the_hint_beside_it():
    error = DiffusionError.of_wire(
        {
            "code": "not_a_number",
            "facts": {"value": "seven", "param": "cfg_scale", "min": 1, "max": 30},
            "message": '"seven" is not a number; cfg_scale takes numbers from 1 to 30.',
            "hint": "try cfg=3,5,7",
            "where": {"line": 1, "column": 27, "length": 5},
        },
        "%%sweep seed=1..4 cfg=3,5,seven\na cat",
    )
    assert error._render_traceback_() == [
        '1:27  "seven" is not a number; cfg_scale takes numbers from 1 to 30.',
        "      %%sweep seed=1..4 cfg=3,5,seven",
        "                                ^^^^^ try cfg=3,5,7",
    ]
    assert (error.code, error.facts["max"]) == ("not_a_number", 30)
    assert DiffusionError.of_wire({"code": "c", "message": "of a service before facts"}).facts == {}


@pytest.mark.parametrize(
    ("line", "column", "length", "under"),
    [
        ("猫 cgf=1", 3, 3, "   ^^^"),
        ("🐱 cgf=1", 4, 3, "   ^^^"),
        ("一只猫", 2, 2, "  ^^^^"),
        ("\tcgf", 2, 3, " ^^^"),
        ("cgf", 9, 1, "   ^"),
    ],
)
def test_the_carets_stand_under_wide_characters(line, column, length, under):
    where = {"line": 2, "column": column, "length": length}
    error = DiffusionError.of_wire({"code": "c", "message": "m", "where": where}, f"%%sweep\n{line}")
    assert error.lines()[2] == " " * len(error.lines()[0].removesuffix("m")) + under


def test_without_a_place_there_is_only_the_sentence_and_the_hint():
    assert DiffusionError.of_wire({"code": "c", "message": "m", "hint": "h"}).lines() == ["m", "h"]


@pytest.mark.parametrize(
    ("told", "environment", "language"),
    [
        ("zh-CN", {}, "zh_CN"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "C"}, "en"),
    ],
)
def test_the_language_is_labs_then_the_environments(monkeypatch, told, environment, language):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environment.get(name, ""))
    messages.set_language(told)
    try:
        assert messages.language() == language
    finally:
        messages.set_language(None)


def test_a_sentence_is_filled_in_and_braces_of_its_own_stay():
    assert messages.sentence("bad_expression", "en", expression="1/0", reason="division by zero") == (
        "${1/0} can't be computed: division by zero.",
        None,
    )
    assert messages.sentence("unclosed_expression", "zh_CN").hint == "用 } 闭合；若要美元符号，写 \\$。"
    assert [messages.sentence("cells", "en", n=n).message for n in (0, 1, 32)] == [
        "0 cells",
        "1 cell",
        "32 cells",
    ]
    assert messages.sentence("nobody_knows", n=1) == ("nobody_knows: {'n': 1}", None)
