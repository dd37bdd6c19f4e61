"""`$name` and `${expression}` in a sweep cell take values from the kernel.

In the first line a list becomes the values of an axis (`seed=$seeds` reads as `seed=1,2,3`); in the prompt it becomes variants
(`a $animal` reads as `a {cat|dog}`). `\\$` is a dollar sign, which the service reads, and so is a `$` that no name follows. `$$` is
the prompt's (`{2$$a|b}`), and so are `${name=a|b}`, `${name:default}` and a `${name}` that the cell itself sets. Below the first
line a comment hides all that stands in it. The names a cell takes are those that `language/cell/text/variables.ts` finds
(`variables.vectors.json`). Names are ASCII here; `${名字}` takes any expression.
IPython's own expansion is off, because it would take the braces of variants.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from .errors import DiffusionError, Place, from_utf16, to_utf16
from .pictures import PICTURES, Upload, upload_pictures
from .values import NotAValue, in_header, in_prompt, in_quotes

_VARIABLE = r"\$\{\s*(?P<named>[^\W\d][\w-]*)\s*(?P<sets>=(?!=)|:|\})"
_HEADER_MARK = re.compile(r"\\(?s:.)|\$\$|" + _VARIABLE + r"|\$\{|\$(?P<name>[A-Za-z_][A-Za-z0-9_]*)")
_MARK = re.compile(r"#[^\n]*|" + _HEADER_MARK.pattern)
_CHOICE = re.compile(r"\{\s*[\d\s-]{1,12}\$\$")
_ENHANCED = re.compile(r"\s*%%enhance[ \t]+[^\s=]*")
_ENHANCED_FILE = re.compile(
    r"\s*%%enhance[ \t]+(?P<file>\"(?P<quoted>[^\"$]+)\"|(?P<bare>[^\s=$\",&]+))(?=\s|$)"
)
_HASH = re.compile(r"[0-9a-f]{64}")
_QUOTES = {'"': '"', "'": "'", "“": "”"}


@dataclass
class Expanded:
    """The text to send, and which part of the written text each part of it came from."""

    written: str
    text: str = ""
    _parts: list[tuple[int, int, int, bool]] = field(default_factory=list)

    def add(self, piece: str, start: int, end: int, same: bool) -> None:
        """Appends what `written[start:end]` became; `same` when it was copied."""
        self._parts.append((len(self.text), start, end, same))
        self.text += piece

    def place_in_written(self, place: Place) -> Place:
        """A place in `text` as a place in `written`: for what came out of a `$name`, all of that name."""
        start = _offset(self.text, place.line, place.column)
        end = _offset(self.text, place.line, place.column + place.length)
        first, last = self._origin(start)[0], max(self._origin(max(end - 1, start))[1], 1)
        line_start = self.written.rfind("\n", 0, first) + 1
        line = self.written[line_start:].split("\n", 1)[0]
        column = to_utf16(line, first - line_start)
        length = to_utf16(line, min(last - line_start, len(line))) - column
        return Place(self.written.count("\n", 0, first) + 1, column + 1, max(length, 1))

    def _origin(self, offset: int) -> tuple[int, int]:
        for at, start, end, same in reversed(self._parts):
            if offset >= at:
                return (start + offset - at, start + offset - at + 1) if same else (start, end)
        return 0, 1


def expand(written: str, namespace: Mapping[str, Any], upload: Upload | None = None) -> Expanded:
    """The cell with kernel values in it; raises DiffusionError with the place of what can't be taken.

    Pictures in the first line are given to `upload` and stand there by the hash it returns.
    """
    result = Expanded(written)
    body = (written + "\n").index("\n") if written.startswith("%%") else 0
    own = _own_variables(written, body)
    at = _upload_file(written, result, upload) if upload else 0
    while match := _mark_from(written, at, body):
        start = match.start()
        result.add(written[at:start], at, start, True)
        if not _is_kernels(match, own):
            result.add(match[0], start, match.end(), True)
            at = match.end()
            continue
        if match["name"]:
            name, at = match["name"], match.end()
            value = _look_up(name, namespace, written, start, at)
        else:
            name, at, value = _evaluate(written, start, namespace)
        if upload and start < (written + "\n").index("\n"):
            value = upload_pictures(value, upload, _word_before(written[:start]))
        result.add(_write(name, value, written, start, at), start, at, False)
    result.add(written[at:], at, len(written), True)
    return result


def _own_variables(written: str, body: int) -> set[str]:
    """The variables that the prompt sets itself."""
    own = set()
    match = _mark_from(written, 0, body)
    while match:
        if match["sets"] == "=":
            own.add(match["named"])
        match = _mark_from(written, match.end(), body)
    return own


def _mark_from(written: str, at: int, body: int) -> re.Match[str] | None:
    """The next mark; before the body a hash begins no comment."""
    match = _HEADER_MARK.search(written, at) if at < body else None
    return match if match and match.start() < body else _MARK.search(written, max(at, body))


def _is_kernels(match: re.Match[str], own: set[str]) -> bool:
    """Whether a mark asks for a value of the kernel's; `own` are the variables that the prompt sets itself."""
    if match[0] == "$$" or match[0][0] in "\\#":
        return False
    return not match["named"] or (match["sets"] == "}" and match["named"] not in own)


def _word_before(text: str) -> str:
    """The name whose values are being written; what stands alone behind `%%enhance` are pictures to begin with."""
    if _ENHANCED.fullmatch(text):
        return "init_image"
    match = re.search(r"(?<![A-Za-z_])([A-Za-z_]+)=[^\s=]*$", text)
    return match[1].lower() if match else ""


def _upload_file(written: str, result: Expanded, upload: Upload) -> int:
    """Uploads the file that is written behind `%%enhance`; where to read on."""
    match = _ENHANCED_FILE.match(written)
    if not match:
        return 0
    path = match["quoted"] or match["bare"]
    start, end = match.span("file")
    if _HASH.fullmatch(path):
        return 0
    value = upload_pictures(path, upload, "init_image")
    if value == path:
        raise _error("no_such_picture", written, start, end, path=path)
    result.add(written[:start], 0, start, True)
    result.add(value, start, end, False)
    return end


def _look_up(name: str, namespace: Mapping[str, Any], written: str, start: int, end: int) -> Any:
    if name in namespace:
        return namespace[name]
    near = difflib.get_close_matches(name, [each for each in namespace if _is_users(each, namespace)], 1)
    raise _error("unknown_name", written, start, end, name=name, near="$" + near[0] if near else None)


def _is_users(name: str, namespace: Mapping[str, Any]) -> bool:
    """Whether a name may be suggested: a value of the user's, none of Python's or IPython's own."""
    value = namespace[name]
    return not (
        name.startswith("_") or name in ("In", "Out") or callable(value) or isinstance(value, ModuleType)
    )


def _evaluate(written: str, start: int, namespace: Mapping[str, Any]) -> tuple[str, int, Any]:
    """The expression behind `${` ends at the first `}` that makes it whole."""
    line_end = written.find("\n", start)
    line_end = len(written) if line_end < 0 else line_end
    problem: SyntaxError | None = None
    close = written.find("}", start, line_end)
    shortest = close
    while close >= 0:
        expression = written[start + 2 : close].strip()
        try:
            code = compile(expression, "<sweep>", "eval")
        except SyntaxError as error:
            problem = problem or error
            close = written.find("}", close + 1, line_end)
            continue
        try:
            return expression, close + 1, eval(code, dict(namespace))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise _error(
                "bad_expression", written, start, close + 1, expression=expression, reason=reason
            ) from None
    if problem is None:
        raise _error("unclosed_expression", written, start, line_end)
    raise _error(
        "bad_expression",
        written,
        start,
        shortest + 1,
        expression=written[start + 2 : shortest].strip(),
        reason=problem.msg,
    )


def _write(name: str, value: Any, written: str, start: int, end: int) -> str:
    header_end = written.find("\n")
    takes = "takes_values"
    try:
        if 0 <= header_end < start or not written.startswith("%%"):
            return in_prompt(value, _in_variants(written, header_end + 1, start))
        quote = open_quote(written[:start])
        if _word_before(written[:start]) in PICTURES:
            takes = "takes_picture"
        elif quote:
            takes = "takes_one"
        return in_quotes(value, quote) if quote else in_header(value)
    except NotAValue as error:
        raise _error("not_a_value", written, start, end, name=name, **error.facts(value, takes)) from None
    except IndexError:
        raise _error("empty_values", written, start, end, name=name) from None


def open_quote(before: str) -> str | None:
    """The closing quote that is still due after this part of the first line; a string opens where a value begins."""
    due: str | None = None
    last = ""
    at = 0
    while at < len(before):
        character = before[at]
        if due and (character == "\\" or (before.startswith('""', at) and due == '"')):
            at += 1
        elif due and character == due:
            due = None
        elif not due and character in _QUOTES and last in ("=", ",", "&"):
            due = _QUOTES[character]
        if not character.isspace():
            last = character
        at += 1
    return due


def _in_variants(written: str, start: int, end: int) -> bool:
    """Whether a `{` is open there with a bar before or after, or a choice's: then the list joins the options that are written."""
    depth: list[int] = []
    at = start
    while at < end:
        if written[at] == "\\" or written[at : at + 2] == "${":
            skip = written.find("}", at) if written[at] == "$" else at + 1
            at = max(skip, at + 1)
        elif written[at] == "{":
            depth.append(at)
        elif written[at] == "}" and depth:
            depth.pop()
        at += 1
    if not depth:
        return False
    close = written.find("}", end)
    return close >= 0 and ("|" in written[depth[-1] : close] or bool(_CHOICE.match(written, depth[-1])))


def _error(code: str, written: str, start: int, end: int, **facts: Any) -> DiffusionError:
    line_start = written.rfind("\n", 0, start) + 1
    line = written[line_start:].split("\n", 1)[0]
    column = to_utf16(line, start - line_start)
    length = to_utf16(line, min(end - line_start, len(line))) - column
    place = Place(written.count("\n", 0, start) + 1, column + 1, max(length, 1))
    return DiffusionError(code, place=place, text=written, **facts)


def _offset(text: str, line: int, column: int) -> int:
    """The index in `text` of a 1-based line and UTF-16 column."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + from_utf16(text[start:].split("\n", 1)[0], column - 1)
