"""Kernel values as cell text: numbers, text and lists of them, written as the cell grammar reads them.

What is none of them is refused with what it is, where it stands in a list, and what may stand there instead.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from .messages import phrase

_BARE = re.compile(r"[+-]?\w[\w.+/-]*")
_DOUBLE = '"'
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class NotAValue(ValueError):
    """The object is neither a number, nor text, nor a list of them; `items` are the places of it in lists, from 1."""

    def __init__(self, value: Any, *items: int) -> None:
        super().__init__(type(value).__name__)
        self.value, self.items = value, items

    def within(self, item: int) -> NotAValue:
        """The same, as a part of a list."""
        return NotAValue(self.value, item, *self.items)

    def facts(self, whole: Any, takes: str) -> dict[str, str]:
        """What `not_a_value` says of the whole value that it was met in: what was given, and what is taken."""
        if takes == "takes_picture" and not isinstance(whole, list | tuple):
            given = _given_for_picture(whole)
        elif self.items:
            at = ".".join(map(str, self.items))
            given = phrase("given_item", at=at, value=_given(self.value))
        else:
            given = phrase("given", value=_given(self.value))
        if takes == "takes_values" and _is_number(self.value):
            takes = "takes_finite"
        return {"type": str(self), "given": given, "takes": phrase(takes)}


def _given(value: Any) -> str:
    """A number as itself, for its type would say nothing; anything else as its type."""
    return str(value).lower() if _is_number(value) else type(value).__name__


def _given_for_picture(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return phrase("given_bytes", count=len(value))
    if hasattr(value, "shape"):
        return phrase("given_array", shape=" × ".join(map(str, value.shape)))
    return phrase("given", value=_given(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real | Decimal) and not isinstance(value, bool)


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
    return ",".join(_each(_filled(value), _row))


def _row(value: Any) -> str:
    return "&".join(_each(items(value), _header_word)) if is_list(value) else _header_word(value)


def _each(values: Iterable[Any], write: Callable[[Any], str]) -> list[str]:
    """What `write` makes of each; what it can't take is raised with its place."""
    written = []
    for at, value in enumerate(values, 1):
        try:
            written.append(write(value))
        except NotAValue as error:
            raise error.within(at) from None
    return written


def in_quotes(value: Any, quote: str) -> str:
    """The value inside a string of the first line that ends with `quote`."""
    return re.sub(
        r"\\(?!\$)|[\n\r\t" + quote + "]", lambda found: _ESCAPES.get(found[0], "\\" + found[0]), plain(value)
    )


def in_prompt(value: Any, in_variants: bool) -> str:
    """The value in the prompt: text as it is, a list as variants `{a|b}` (`a|b` where the braces are written already)."""
    if not is_list(value):
        return plain(value)
    options = [re.sub(r"([{|}#$])", r"\\\1", item) for item in _each(_filled(value), plain)]
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
    if isinstance(value, numbers.Real | Decimal) and math.isfinite(value):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    raise NotAValue(value)


def _header_word(value: Any) -> str:
    """A value as `written` of language/cell/quote.ts has it."""
    text = plain(value)
    return f'"{in_quotes(text, _DOUBLE)}"' if isinstance(value, str) and not _BARE.fullmatch(text) else text


def _filled(value: Any) -> Iterable[Any]:
    found = items(value)
    if not found:
        raise IndexError
    return found
