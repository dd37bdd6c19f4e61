"""`$name` and `${expression}` in a cell, and the places of errors in what the user wrote."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from jupyterlab_diffusion.errors import DiffusionError, Place
from jupyterlab_diffusion.expansion import expand, open_quote
from jupyterlab_diffusion.values import in_header, in_quotes

numpy = pytest.importorskip("numpy")

NAMES = {
    "n": 5,
    "half": 0.5,
    "big": numpy.int64(7),
    "name": "Euler a",
    "word": "DDIM",
    "seeds": [1, 2, 3],
    "up": range(4, 6),
    "scales": numpy.array([2.0, 3.5]),
    "pairs": [(5, 10), (7, 20)],
    "names": ["Euler a", 'a "b"'],
    "animals": ["cat", "dog"],
    "one": ["cat"],
    "odd": ["a|b", "{c}"],
    "colours": ["#f00", "$5"],
    "nothing": [],
    "thing": object(),
    "词": "猫",
}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("seed=$n", "seed=5"),
        ("cfg=$half", "cfg=0.5"),
        ("seed=$big", "seed=7"),
        ("sampler=$name", 'sampler="Euler a"'),
        ("sampler=$word", "sampler=DDIM"),
        ("seed=$seeds", "seed=1,2,3"),
        ("seed=$up", "seed=4,5"),
        ("cfg=$scales", "cfg=2,3.5"),
        ("cfg&steps=$pairs", "cfg&steps=5&10,7&20"),
        ("sampler=$names", 'sampler="Euler a","a \\"b\\""'),
        ("seed=${n + 1} cfg=${[x / 2 for x in seeds]}", "seed=6 cfg=0.5,1,1.5"),
        ("seed=${ {'a': 1}['a'] }", "seed=1"),
        ('where="steps > $n"', 'where="steps > 5"'),
        ('prompt="a $name"', 'prompt="a Euler a"'),
        ("seed=1,$n", "seed=1,5"),
    ],
)
def test_in_the_first_line(written, sent):
    assert expand(f"%%sweep {written}\na cat", NAMES).text == f"%%sweep {sent}\na cat"


VECTORS = json.loads(
    (Path(__file__).parents[2] / "language" / "cell" / "quote.vectors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("each", VECTORS["values"], ids=lambda each: each["text"])
def test_a_text_is_written_as_the_cell_language_writes_it(each):
    assert in_header(each["value"]) == each["text"]


@pytest.mark.parametrize("each", VECTORS["inside"], ids=lambda each: each["quote"])
def test_a_text_within_quotes_is_escaped_for_them(each):
    assert in_quotes(each["value"], each["quote"]) == each["text"]


@pytest.mark.parametrize("each", VECTORS["open"], ids=lambda each: each["before"])
def test_the_quote_that_is_due_is_the_cell_languages(each):
    assert (open_quote(each["before"]) or "") == each["quote"]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a $animals on grass", "a {cat|dog} on grass"),
        ("a {owl|$animals}", "a {owl|cat|dog}"),
        ("a {owl} $animals", "a {owl} {cat|dog}"),
        ("a $one", "a cat"),
        ("$odd", "{a\\|b|\\{c\\}}"),
        ("a $colours dress", "a {\\#f00|\\$5} dress"),
        ("$n apples, ${n*2}", "5 apples, 10"),
        ("costs \\$5 or $5", "costs \\$5 or $5"),
        ("${词}，$name的", "猫，Euler a的"),
        ("a cat\nNegative prompt: $word", "a cat\nNegative prompt: DDIM"),
        ("{a|b}", "{a|b}"),
    ],
)
def test_in_the_prompt(written, sent):
    assert expand(f"%%sweep seed=1\n{written}", NAMES).text == f"%%sweep seed=1\n{sent}"


VARIABLES = json.loads(
    (Path(__file__).parents[2] / "language" / "cell" / "text" / "variables.vectors.json").read_text(
        encoding="utf-8"
    )
)


@pytest.mark.parametrize("each", VARIABLES["cells"], ids=lambda each: each["written"])
def test_values_are_put_where_the_cell_language_finds_names(each):
    names = {"animal": "fox", "n": 5, "pair": ["cat", "dog"]}
    assert expand(f"%%sweep seed=1\n{each['written']}", names).text == f"%%sweep seed=1\n{each['sent']}"


def test_a_hash_of_the_first_line_begins_no_comment():
    assert (
        expand('%%sweep prompt="a #1 $word"\nx # $gone', NAMES).text
        == '%%sweep prompt="a #1 DDIM"\nx # $gone'
    )


def test_only_values_of_the_users_are_suggested():
    names = {"open": open, "In": [], "quit": quit, "json": json, "nopes": 3}
    for name, near in [("nope", ["$nopes"]), ("opn", []), ("quot", []), ("jsn", []), ("Im", [])]:
        with pytest.raises(DiffusionError) as refused:
            expand(f"%%sweep\na ${name}", names)
        assert re.findall(r"Did you mean (\S+)\?", refused.value.message) == near


@pytest.mark.parametrize(
    ("written", "code", "place"),
    [
        ("%%sweep seed=$seed\nx", "unknown_name", Place(1, 14, 5)),
        ("%%sweep\n🐱猫 $gone", "unknown_name", Place(2, 5, 5)),
        ("%%sweep seed=${1/0}\n", "bad_expression", Place(1, 14, 6)),
        ("%%sweep seed=${1 +} cfg=3\n", "bad_expression", Place(1, 14, 6)),
        ("%%sweep seed=${n\n}", "unclosed_expression", Place(1, 14, 3)),
        ("%%sweep seed=$nothing\n", "empty_values", Place(1, 14, 8)),
        ("%%sweep seed=$thing\n", "not_a_value", Place(1, 14, 6)),
        ('%%sweep where="$seeds"\n', "not_a_value", Place(1, 16, 6)),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place(written, code, place):
    with pytest.raises(DiffusionError) as refused:
        expand(written, NAMES)
    assert (refused.value.code, refused.value.place) == (code, place)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (float("nan"), '"v" is nan; a parameter takes finite numbers.'),
        (float("-inf"), '"v" is -inf; a parameter takes finite numbers.'),
        (numpy.float32("inf"), '"v" is inf; a parameter takes finite numbers.'),
        (Decimal("NaN"), '"v" is nan; a parameter takes finite numbers.'),
        ([1, float("nan")], '"v" holds nan as item 2; a parameter takes finite numbers.'),
        (numpy.array([numpy.nan, 3]), '"v" holds nan as item 1; a parameter takes finite numbers.'),
        (
            [(1, 2), (3, None)],
            '"v" holds NoneType as item 2.2; a parameter takes numbers, text, or a list of them.',
        ),
        (None, '"v" is NoneType; a parameter takes numbers, text, or a list of them.'),
        ({"a": 1}, '"v" is dict; a parameter takes numbers, text, or a list of them.'),
        (b"bytes", '"v" is bytes; a parameter takes numbers, text, or a list of them.'),
        (1j, '"v" is complex; a parameter takes numbers, text, or a list of them.'),
    ],
    ids=str,
)
def test_what_was_given_and_what_is_taken_is_said(value, says):
    for written in ["%%sweep cfg=$v\nx", "%%sweep cfg=${v}\nx"]:
        with pytest.raises(DiffusionError) as refused:
            expand(written, {"v": value})
        assert refused.value.message == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (b"", "is 0 bytes that are no PNG, JPEG or WebP file; "),
        (b"GIF89a", "is 6 bytes that are no PNG, JPEG or WebP file; "),
        (bytearray(b"x"), "is 1 byte that is no PNG, JPEG or WebP file; "),
        (numpy.zeros((2, 2, 7)), "is an array of 2 × 2 × 7; "),
        (numpy.zeros((1, 2, 3, 4)), "is an array of 1 × 2 × 3 × 4; "),
        (None, "is NoneType; "),
        ([None], "holds NoneType as item 1; "),
        (object(), "is object; "),
        (float("nan"), "is nan; "),
    ],
    ids=str,
)
@pytest.mark.parametrize("parameter", ["init_image", "mask"])
def test_a_parameter_of_pictures_says_that_it_takes_them(parameter, value, says):
    with pytest.raises(DiffusionError) as refused:
        expand(f"%%sweep {parameter}=$v\nx", {"v": value}, lambda _: "hash")
    assert says in refused.value.message
    for taken in ["pictures", "PIL", "arrays", "path", "cells of a sweep"]:
        assert taken in refused.value.message


def test_a_list_within_quotes_is_refused_as_one():
    with pytest.raises(DiffusionError, match="within quotes stands one number or one text"):
        expand('%%sweep where="$seeds"\nx', NAMES)


def test_decimals_and_fractions_are_numbers():
    values = {"d": [Decimal("7.50"), Decimal(4)], "f": Fraction(1, 4)}
    assert expand("%%sweep cfg=$d denoising=$f\nx", values).text == "%%sweep cfg=7.5,4 denoising=0.25\nx"


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(DiffusionError, match=r"Did you mean \$seeds\?"):
        expand("%%sweep seed=$seed\nx", NAMES)


@pytest.mark.parametrize(
    ("in_sent", "in_written"),
    [
        ("cgf", ("cgf", 3)),
        ("2,3", ("$seeds", 6)),
        ("dog", ("$animals", 8)),
        ("wrong", ("wrong", 5)),
    ],
)
def test_places_of_the_service_lead_back_to_what_was_written(in_sent, in_written):
    written = "%%sweep seed=$seeds cgf=3\n🐱 a $animals 猫\nwrong"
    expanded = expand(written, NAMES)

    def place(text: str, found: str) -> tuple[int, int]:
        before = text[: text.index(found)]
        line = before.rpartition("\n")[2]
        return before.count("\n") + 1, len(line.encode("utf-16-le")) // 2 + 1

    sent = Place(*place(expanded.text, in_sent), len(in_sent))
    name, length = in_written
    assert expanded.place_in_written(sent) == Place(*place(written, name), length)


@pytest.mark.parametrize(
    "header",
    [
        "#" * 200_000,
        "# $n " * 300,
        "a=#" * 60_000,
        "x" * 40_000 + " note=$n",
        'note="a" ' * 10_000 + "seed=$n",
        "=" + '" ' * 60_000 + "$n",
    ],
)
def test_a_long_first_line_is_read_in_a_moment(header: str) -> None:
    began = time.process_time()
    sent = expand(f"%%sweep {header}\na # $n", NAMES).text
    assert sent == f"%%sweep {header}\na # $n".replace("$n", "5", header.count("$n"))
    assert time.process_time() - began < 1


def test_what_comes_before_the_body_is_no_comment_and_what_begins_there_is() -> None:
    assert expand("%%sweep a=# seed=$n #$n\n#$n\n$n#$n", NAMES).text == "%%sweep a=# seed=5 #5\n#$n\n5#$n"
    assert expand("%%sweep a=# $$ \\\n#$n", NAMES).text == "%%sweep a=# $$ \\\n#$n"
    assert expand("#$n\n$n", NAMES).text == "#$n\n5"
