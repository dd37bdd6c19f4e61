"""The grid in the cell's output.

It is shown as soon as the job is accepted and draws itself from then on: JupyterLab's renderer follows the service. The kernel only
waits, and puts the final state, the contact sheet and one line of text into the notebook when the job is over.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .client import Client
from .errors import DiffusionError
from .messages import cells, phrase, sentence

if TYPE_CHECKING:
    from .result import Sweep

Remarks = Sequence[DiffusionError]

SWEEP_MIME = "application/vnd.jupyterlab-diffusion.sweep+json"


def started_bundle(client: Client, job: dict[str, Any], remarks: Remarks = ()) -> dict[str, Any]:
    """What is shown while the job runs. `remarks` are those of its plan, at their places in the cell."""
    text = "\n".join([progress_line(job["progress"]), *map(remark_line, remarks)])
    return {SWEEP_MIME: _placed(client.payload(job["id"]), remarks), "text/plain": text}


def finished_bundle(client: Client, sweep: Sweep, remarks: Remarks = ()) -> dict[str, Any]:
    """What stays in the notebook: it shows without kernel, service or extension."""
    text = "\n".join([sweep.summary(), *map(remark_line, remarks)])
    bundle = {SWEEP_MIME: _placed(client.payload(sweep.job_id), remarks), "text/plain": text}
    if any(cell.sha256 for cell in sweep.cells):
        # The grid shows without it: whatever is wrong with the sheet, the result is not lost.
        with suppress(DiffusionError, OSError):
            bundle["image/png"] = b64encode(client.payload_sheet(sweep.job_id)).decode()
    return bundle


def _placed(payload: dict[str, Any], remarks: Remarks) -> dict[str, Any]:
    """The payload with its remarks where they stand in the cell, which the service saw without its variables."""
    for each, remark in zip(payload.get("remarks", []), remarks, strict=False):
        if remark.place:
            each["where"] = asdict(remark.place)
    return payload


def remark_line(remark: DiffusionError) -> str:
    """`remark: 1:9 denoising_strength changes nothing: …`."""
    place = f"{remark.place.line}:{remark.place.column} " if remark.place else ""
    return phrase("remark", text=place + " ".join(filter(None, [remark.message, remark.hint])))


def progress_line(progress: dict[str, Any]) -> str:
    """`12 of 32 cells, about 5 s left`."""
    eta_s = progress.get("eta_s")
    eta = phrase("eta", seconds=max(1, round(eta_s))) if eta_s else ""
    return phrase("progress", done=progress["cells_done"], cells=cells(progress["cells_total"]), eta=eta)


class NotebookGrid:
    """The grid of a notebook, a console or any other front end that shows MIME bundles."""

    def __init__(self, client: Client, remarks: Remarks = ()) -> None:
        from IPython.display import DisplayHandle

        self._client, self.remarks = client, remarks
        # Made before it is shown: an interrupt may come as soon as the grid is seen.
        self._handle = DisplayHandle()

    def start(self, job: dict[str, Any]) -> None:
        self._handle.display(started_bundle(self._client, job, self.remarks), raw=True)

    def note(self, event: dict[str, Any]) -> None:
        """The renderer follows the events itself: an update from here would only be older."""

    def finish(self, sweep: Sweep, late: Remarks = ()) -> None:
        bundle = finished_bundle(self._client, sweep, [*self.remarks, *late])
        self._handle.update(bundle, raw=True)


class TerminalGrid:
    """A line of progress for plain terminals and scripts."""

    def __init__(self, _client: Client, remarks: Remarks = ()) -> None:
        self._live = sys.stderr.isatty()
        self.remarks = remarks

    def start(self, job: dict[str, Any]) -> None:
        for remark in self.remarks:
            print(remark_line(remark))
        self._say(progress_line(job["progress"]))

    def note(self, event: dict[str, Any]) -> None:
        if event["type"] == "diagnosis" and event["diagnosis"]:
            self._say(f"{event['diagnosis']['message']} {event['diagnosis']['remedy']}\n")
        elif "progress" in event:
            self._say(progress_line(event["progress"]))

    def finish(self, sweep: Sweep, late: Remarks = ()) -> None:
        for remark in late:
            print(remark_line(remark))
        print(f"\r\x1b[K{sweep.summary()}" if self._live else sweep.summary(), file=sys.stderr)
        reasons = [cell.error for cell in sweep.cells if cell.error]
        # Where all failed an error says it.
        if 0 < len(reasons) < len(sweep):
            failed = sentence("some_failed", failed=len(reasons), total=len(sweep), reason=reasons[0])
            print(failed.message, file=sys.stderr)

    def _say(self, line: str) -> None:
        if self._live:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
