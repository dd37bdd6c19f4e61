"""The cell magics `%%sweep`, `%%txt2img` and `%%enhance`."""

from __future__ import annotations

import re
from typing import Any

from IPython.core.magic import Magics, cell_magic, magics_class, no_var_expand

from .api import run
from .client import Client
from .completion import Completion
from .errors import DiffusionError
from .expansion import expand
from .result import Sweep

#: The body that a cell of one line is given: IPython refuses a cell magic without a body in words of its own, before it asks us. A
#: body that a person leaves blank is another.
NO_BODY = " \n"

_ALONE = re.compile(r"%%(sweep|txt2img|enhance)(\s.*)?\n?")
#: A prompt in the first line, which needs no text below it.
_PROMPT = re.compile(r"(?<![\w.])(prompt|p)\s*=", re.IGNORECASE)


def with_body(lines: list[str]) -> list[str]:
    """The lines of a cell; one that is a first line alone gets `NO_BODY`. An input transformer of IPython."""
    if len(lines) == 1 and _ALONE.fullmatch(lines[0]):
        return [lines[0].rstrip("\n") + "\n", NO_BODY]
    return lines


@magics_class
class SweepMagics(Magics):
    """The magics send the cell as it is written, with `$name` filled in; the service's parser does the rest."""

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

    @no_var_expand
    @cell_magic
    def enhance(self, line: str, cell: str) -> Sweep:
        """Care for a picture that is there: a variable, a file, or a cell of a sweep. Nothing is drawn.

        %%enhance $photo upscale=2 upscaler=Lanczos,R-ESRGAN
        """
        return self._run("enhance", line, cell)

    def _run(self, magic: str, line: str, cell: str) -> Sweep:
        if cell == NO_BODY and magic != "enhance" and not _PROMPT.search(line):
            raise DiffusionError("cell_without_text", magic=magic)
        client = Client()
        expanded = expand(f"%%{magic} {line}\n{cell}", self.shell.user_ns, client.upload)
        return run({"text": expanded.text}, client, expanded)


def register(ipython: Any) -> None:
    """Adds the magics and their completion to a shell, once."""
    ipython.register_magics(SweepMagics)
    ipython.input_transformers_cleanup.append(with_body)
    Completion(Client()).register(ipython)
