"""The one error a user meets: a sentence, the place in the text when there is one, and what to try. Shown without a traceback."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from .messages import Sentence, phrase, sentence


@dataclass(frozen=True)
class Place:
    """1-based line and column; columns and length count UTF-16 code units, as the service and the editor do."""

    line: int
    column: int
    length: int = 1


class DiffusionError(Exception):
    """`code` and `facts` say what it is, `message` in the user's language, `hint` the next step, `place` where in `text`."""

    def __init__(
        self, code: str, *, place: Place | None = None, text: str | None = None, **facts: Any
    ) -> None:
        if "found" in facts:
            facts["found"] = phrase("found_node", found=facts["found"]) if facts["found"] else ""
        if "near" in facts:
            facts["near"] = phrase("near", near=facts["near"]) if facts["near"] else ""
        words = sentence(code, **facts)
        self._fill(code, facts, words, place, text)

    def _fill(
        self, code: str, facts: dict[str, Any], words: Sentence, place: Place | None, text: str | None
    ) -> None:
        super().__init__(words.message)
        self.code, self.facts, self.message, self.hint = code, facts, words.message, words.hint
        self.place, self.text = place, text

    @classmethod
    def of_wire(cls, error: dict[str, Any], text: str | None = None) -> DiffusionError:
        """The error the service replied with; `text` is what its place refers to."""
        made = cls.__new__(cls)
        where = error.get("where")
        place = Place(where["line"], where["column"], where.get("length", 1)) if where else None
        words = Sentence(error.get("message", "?"), error.get("hint"))
        made._fill(error.get("code", "internal"), error.get("facts", {}), words, place, text)
        return made

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The sentence, then the line it is about with carets under the place and the hint beside them."""
        if not self.place or self.text is None:
            return [self.message, *([self.hint] if self.hint else [])]
        mark = f"{self.place.line}:{self.place.column}  "
        first = mark + self.message
        source = self.text.split("\n")
        if not 1 <= self.place.line <= len(source):
            return [first, *([" " * len(mark) + self.hint] if self.hint else [])]
        line = source[self.place.line - 1]
        start = from_utf16(line, self.place.column - 1)
        end = max(from_utf16(line, self.place.column - 1 + self.place.length), start + 1)
        under = " " * _columns(line[:start]) + "^" * max(_columns(line[start:end]), 1)
        indent = " " * len(mark)
        return [
            first,
            indent + line.replace("\t", " "),
            indent + under + (f" {self.hint}" if self.hint else ""),
        ]

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return self.lines()


class SweepCancelled(DiffusionError):
    """The kernel was interrupted and the job cancelled. What was finished is in `sweep`."""

    sweep: Any = None


def from_utf16(line: str, units: int) -> int:
    """The index in `line` of a position counted in UTF-16 code units."""
    seen = 0
    for index, character in enumerate(line):
        if seen >= units:
            return index
        seen += 2 if ord(character) > 0xFFFF else 1
    return len(line)


def to_utf16(line: str, index: int) -> int:
    """The count of UTF-16 code units before `index`."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in line[:index])


def _columns(text: str) -> int:
    """Columns of a terminal that the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
