"""The sentences Python says itself, in English and Chinese; `messages.json` is made of schema/messages/kernel.ts by the build.

What the service says comes in the language asked for, as it is.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple


class Sentence(NamedTuple):
    """What happened, and what to do next where there is something to do."""

    message: str
    hint: str | None = None


_MESSAGES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("messages.json").read_text("utf-8")
)

_told: str | None = None


def set_language(tag: str | None) -> None:
    """Takes the language of JupyterLab (an Accept-Language value); None goes back to the environment's."""
    global _told
    _told = tag


def language() -> str:
    """`zh_CN` or `en`: JupyterLab's when it told, else the environment's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    tags = (_told, *(os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")))
    first = next((tag for tag in tags if tag), "")
    return "zh_CN" if first.strip().lower().startswith("zh") else "en"


def accept_language() -> str:
    """The same, as a header for the service."""
    return "zh-CN" if language() == "zh_CN" else "en"


def sentence(code: str, in_language: str | None = None, **facts: object) -> Sentence:
    """The sentence for a code with its facts filled in; a code without one still says itself."""
    if code not in _MESSAGES:
        return Sentence(f"{code}: {facts}")
    words = _MESSAGES[code][in_language or language()]
    if not isinstance(words, dict) or "by" in words:
        return Sentence(_filled(words, facts))
    hint = words.get("hint")
    return Sentence(_filled(words["message"], facts), _filled(hint, facts) if hint else None)


def _filled(line: str | dict[str, str], facts: dict[str, object]) -> str:
    text = line if isinstance(line, str) else line["one" if facts[line["by"]] == 1 else "other"]
    return re.sub(r"\{(\w+)\}", lambda hole: str(facts.get(hole[1], hole[0])), text)


def cells(count: int) -> str:
    """`1 cell`, `32 cells`."""
    return phrase("cells", n=count)


def phrase(code: str, **facts: object) -> str:
    """Only the words of a sentence."""
    return sentence(code, **facts).message
