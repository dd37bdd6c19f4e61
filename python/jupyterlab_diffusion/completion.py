"""Completion in sweep cells: parameter names, and the values of those that have choices, from the service's catalogue."""

from __future__ import annotations

import re
from typing import Any

from .client import Client
from .errors import DiffusionError

IDENTIFIER = "jupyterlab_diffusion.sweep"
_MAGIC = re.compile(r"%%(?:sweep|txt2img)\b")
# The word being typed on the first line: a name, or a value behind `name=` and commas, perhaps in an open quote.
_WORD = re.compile(
    r"(?:^|\s)(?P<name>[\w&]+)(?P<values>=(?:\"[^\"]*\",|'[^']*',|[^\s\"',]*,)*(?P<value>\"[^\"]*|[^\s\"',]*))?$"
)
_LAYOUT = {"x": "columns", "y": "rows", "xx": "outer columns", "yy": "outer rows"}
_WORDS = {
    "where": "only the cells for which this holds",
    "sample": "a part of the cells",
    "limit": "how many cells",
}


class Completion:
    """A v2 matcher of IPython; the catalogue is asked for once, when it is first needed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._names: dict[str, list[str]] | None = None

    def register(self, ipython: Any) -> None:
        matchers = ipython.Completer.custom_matchers
        if any(getattr(each, "matcher_identifier", None) == IDENTIFIER for each in matchers):
            return

        def matcher(context: Any) -> dict[str, Any]:
            return self.match(
                context.full_text, context.cursor_line, context.line_with_cursor[: context.cursor_position]
            )

        matcher.matcher_api_version = 2
        matcher.matcher_identifier = IDENTIFIER
        matchers.append(matcher)

    def match(self, text: str, line: int, before: str) -> dict[str, Any]:
        """Completions for the text before the cursor; in the prompt none, and none of Python's."""
        from IPython.core.completer import SimpleCompletion

        if not _MAGIC.match(text):
            return {"completions": []}
        fragment, found = self.words(before) if line == 0 else ("", [])
        completions = [SimpleCompletion(text=word, type=kind) for word, kind in found]
        return {"completions": completions, "matched_fragment": fragment, "suppress": True}

    def words(self, before: str) -> tuple[str, list[tuple[str, str]]]:
        """What is typed of the word under the cursor, and what it may become."""
        match = _WORD.search(before)
        name, value = (match["name"], match["value"]) if match else ("", None)
        catalogue = self._catalogue()
        if value is None:
            typed = name.rpartition("&")[2] if match else ""
            names = [*catalogue, *_LAYOUT, *_WORDS]
            return typed, [(f"{each}=", "param") for each in names if each.startswith(typed.lower())]
        typed = value.removeprefix('"')
        choices = catalogue.get(name.rpartition("&")[2], [])
        if name in _LAYOUT:
            choices = [each for each in re.findall(r"([\w&]+)=", before) if each not in {*_LAYOUT, *_WORDS}]
        fitting = [each for each in choices if each.lower().startswith(typed.lower())]
        return value, [(each if each.isidentifier() else f'"{each}"', "value") for each in fitting]

    def _catalogue(self) -> dict[str, list[str]]:
        """Names and single-word aliases, with the choices of those that have them; empty when the service can't say."""
        if self._names is None:
            try:
                self._names = {
                    name: self._choices(parameter)
                    for parameter in self._client.parameters()
                    for name in (parameter["name"], *parameter["aliases"])
                    if name.isidentifier()
                }
            except DiffusionError:
                return {}
        return self._names

    def _choices(self, parameter: dict[str, Any]) -> list[str]:
        fixed = list(parameter.get("choices", ["true", "false"] if parameter["kind"] == "boolean" else []))
        if "choices_from" in parameter:
            return [*fixed, *(each["name"] for each in self._client.choices(parameter["choices_from"]))]
        return fixed
