"""Kernel values as cell text: numbers, text and lists of them, written as the cell grammar reads them."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable
from typing import Any

_BARE = re.compile(r"[+-]?\w[\w.+/-]*")
_DOUBLE = '"'
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class NotAValue(ValueError):
    """The object is neither a number, nor text, nor a list of them."""


def is_list(value: Any) -> bool:
    """Whether a value stands for several: a list, tuple, range, or an array (numpy, pandas)."""
    return isinstance(value, list | tuple | range) or (
        hasattr(value, "tolist") and getattr(value, "ndim", 1) > 0
    )


def items(value: Any) -> list[Any]:
    """The items of such a value as plain Python objects."""
    return list(value.tolist() if hasattr(value, "tolist") else value)


def in_header(value: Any) -> str:
    """What stands after `name=`: `4`, `"Euler a"`, or a list `5,7,9`; rows of linked axes `5&10,7&20`."""
    if not is_list(value):
        return _header_word(value)
    return ",".join(
        "&".join(map(_header_word, items(row))) if is_list(row) else _header_word(row)
        for row in _filled(value)
    )


def in_quotes(value: Any, quote: str) -> str:
    """The value inside a string of the first line that ends with `quote`."""
    return re.sub(
        r"\\(?!\$)|[\n\r\t" + quote + "]", lambda found: _ESCAPES.get(found[0], "\\" + found[0]), plain(value)
    )


def in_prompt(value: Any, in_variants: bool) -> str:
    """The value in the prompt: text as it is, a list as variants `{a|b}` (`a|b` where the braces are written already)."""
    if not is_list(value):
        return plain(value)
    options = [re.sub(r"([{|}])", r"\\\1", plain(item)) for item in _filled(value)]
    return "|".join(options) if in_variants or len(options) == 1 else "{" + "|".join(options) + "}"


def plain(value: Any) -> str:
    """A number or text as it is written; raises NotAValue."""
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item() if getattr(value, "ndim", 0) == 0 else value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real) and math.isfinite(value):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    raise NotAValue(type(value).__name__)


def _header_word(value: Any) -> str:
    """A value as `written` of language/cell/quote.ts has it."""
    text = plain(value)
    return f'"{in_quotes(text, _DOUBLE)}"' if isinstance(value, str) and not _BARE.fullmatch(text) else text


def _filled(value: Any) -> Iterable[Any]:
    found = items(value)
    if not found:
        raise IndexError
    return found
