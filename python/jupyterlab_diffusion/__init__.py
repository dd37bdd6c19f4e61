"""Sweep Stable Diffusion parameters and compare the pictures, inside JupyterLab.

    import jupyterlab_diffusion as diffusion
    grid = diffusion.sweep("seed=1..4 cfg=2,3.5,5\\na cat face")
    grid.df

Three things share this package: the Jupyter server extension (starts the drawing service and passes requests to it), the IPython
magics `%%sweep`, `%%txt2img` and `%%enhance`, and this Python API. What they need is imported when they are used, so that a
kernel starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import plan, sweep
    from .errors import DiffusionError
    from .result import Cell, Sweep

__all__ = ["Cell", "DiffusionError", "Sweep", "plan", "sweep"]

_HOMES = {"Cell": "result", "Sweep": "result", "DiffusionError": "errors", "plan": "api", "sweep": "api"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("jupyterlab_diffusion")
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(ipython: Any) -> None:
    """Registers `%%sweep`, `%%txt2img`, `%%enhance` and their completion."""
    import_module(".magics", __name__).register(ipython)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_diffusion"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    import_module(".extension", __name__).load(server_app)
