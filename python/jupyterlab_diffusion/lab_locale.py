"""JupyterLab's language as its settings say it, for when no page has asked anything yet."""

from __future__ import annotations

import os
from pathlib import Path

import json5
from jupyter_core.paths import jupyter_config_dir

_FILE = Path("@jupyterlab") / "translation-extension" / "plugin.jupyterlab-settings"


def lab_locale() -> str | None:
    """The chosen locale (`zh_CN`), or None where none was chosen or the file can't be read."""
    asked = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    folder = Path(asked) if asked else Path(jupyter_config_dir()) / "lab" / "user-settings"
    try:
        chosen = json5.loads((folder / _FILE).read_text("utf-8")).get("locale")
    except (OSError, ValueError, AttributeError):
        return None
    return chosen if isinstance(chosen, str) and chosen != "default" else None
