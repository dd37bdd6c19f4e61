"""Completion in sweep cells, as the service offers it: names, and the values of those that have choices."""

from __future__ import annotations

from typing import Any

from .client import Client
from .errors import DiffusionError, from_utf16, to_utf16

IDENTIFIER = "jupyterlab_diffusion.sweep"
_MAGICS = ("%%sweep", "%%txt2img", "%%enhance")


class Completion:
    """A v2 matcher of IPython."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def register(self, ipython: Any) -> None:
        matchers = ipython.Completer.custom_matchers
        if any(getattr(each, "matcher_identifier", None) == IDENTIFIER for each in matchers):
            return

        def matcher(context: Any) -> dict[str, Any]:
            before = context.line_with_cursor[: context.cursor_position]
            return self.match(context.full_text, context.cursor_line, before)

        matcher.matcher_api_version = 2
        matcher.matcher_identifier = IDENTIFIER
        matchers.append(matcher)

    def match(self, text: str, line: int, before: str) -> dict[str, Any]:
        """Completions for the text before the cursor; in the prompt none, and none of Python's."""
        from IPython.core.completer import SimpleCompletion

        if not text.startswith(_MAGICS):
            return {"completions": []}
        start, offers = self._offers(text, before) if line == 0 else (len(before), [])
        completions = [
            SimpleCompletion(text=each["insert"], type="param" if each["kind"] == "name" else "value")
            for each in offers
        ]
        return {"completions": completions, "matched_fragment": before[start:], "suppress": True}

    def _offers(self, text: str, before: str) -> tuple[int, list[dict[str, str]]]:
        """Where the offers begin, and the offers; none when the service can't say."""
        try:
            reply = self._client.complete(text, to_utf16(before, len(before)))
        except DiffusionError:
            return len(before), []
        return from_utf16(before, reply["start"]), reply["offers"]
