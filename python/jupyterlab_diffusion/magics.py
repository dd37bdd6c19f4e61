"""The cell magics `%%sweep` and `%%txt2img`."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, cell_magic, magics_class, no_var_expand

from .api import run
from .client import Client
from .completion import Completion
from .expansion import expand
from .result import Sweep


@magics_class
class SweepMagics(Magics):
    """Both magics send the cell as it is written, with `$name` filled in; the service's parser does the rest."""

    @no_var_expand
    @cell_magic
    def sweep(self, line: str, cell: str) -> Sweep:
        """Draw a grid of pictures along the axes of the first line.

        %%sweep seed=1..4 cfg=2,3.5,5 sampler="Euler a","DPM++ 2M"
        a cat face, {flat|3d} style
        Negative prompt: blurry
        """
        return self._run("sweep", line, cell)

    @no_var_expand
    @cell_magic
    def txt2img(self, line: str, cell: str) -> Sweep:
        """Draw one picture.

        %%txt2img seed=7 steps=20
        a red heart
        """
        return self._run("txt2img", line, cell)

    def _run(self, magic: str, line: str, cell: str) -> Sweep:
        client = Client()
        expanded = expand(f"%%{magic} {line}\n{cell}", self.shell.user_ns, client.upload)
        return run({"text": expanded.text}, client, expanded)


def register(ipython: Any) -> None:
    """Adds the magics and their completion to a shell, once."""
    ipython.register_magics(SweepMagics)
    Completion(Client()).register(ipython)
