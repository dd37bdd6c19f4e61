"""Folders that Python and the service must agree on (server/service/paths.ts computes the same)."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """Where the service keeps its pictures: JUPYTERLAB_DIFFUSION_DATA, or the platform's place for such data."""
    told = os.environ.get("JUPYTERLAB_DIFFUSION_DATA")
    if told:
        return Path(told).absolute()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "jupyterlab-diffusion"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "jupyterlab-diffusion"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "jupyterlab-diffusion"


def runtime_folder() -> Path:
    """Where the service puts its connection file: Jupyter's runtime folder."""
    told = os.environ.get("JUPYTER_RUNTIME_DIR")
    if told:
        return Path(told)
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())
