"""The Python API: the same sweeps as the cell magics, from code."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from .client import Client
from .errors import DiffusionError, SweepCancelled
from .expansion import Expanded
from .grid import NotebookGrid, TerminalGrid
from .pictures import PICTURES, upload_pictures
from .result import Sweep, running_cell
from .values import NotAValue, in_header


def sweep(request: str | dict[str, Any], *, priority: str | None = None, **parameters: Any) -> Sweep:
    """Draws a sweep, shows its grid, and returns it when it is finished.

    `request` is a prompt, the text of a `%%sweep` cell, or a spec. With a prompt, parameters are given by name, and a list makes an
    axis: `sweep("a cat face", seed=range(1, 5), cfg=[2, 3.5, 5])`. `init_image` and `mask` take pictures: PIL images, arrays, paths,
    or cells of another sweep. `priority` is "high" (before all others), "normal" or "low" (once nothing else waits). Raises
    DiffusionError when it is refused or all of it fails; an interrupt cancels the job.
    """
    client = Client()
    wanted = _request(request, parameters, client)
    return run(wanted if priority is None else {**wanted, "priority": priority}, client)


def plan(request: str | dict[str, Any], **parameters: Any) -> dict[str, Any]:
    """What the same sweep would take (cells, how many are cached, UNet evaluations, seconds, memory); draws nothing."""
    client = Client()
    wanted = _request(request, parameters, client)
    try:
        return client.plan(wanted)
    except DiffusionError as error:
        error.text = wanted.get("text")
        raise


def run(request: dict[str, Any], client: Client, expanded: Expanded | None = None) -> Sweep:
    """Submits, shows and follows one job. `expanded` leads places in the sent text back to the text the user wrote."""
    key = str(uuid.uuid4())
    try:
        job = client.submit(request, key)
    except DiffusionError as error:
        raise _placed(error, request, expanded) from None
    except KeyboardInterrupt:
        # It may have been accepted before the reply was read: the same key finds it.
        client.cancel(client.submit(request, key)["id"])
        raise
    remarks = [_placed(DiffusionError.of_wire(each), request, expanded) for each in job["plan"]["warnings"]]
    grid = (NotebookGrid if _in_notebook() else TerminalGrid)(client, remarks)
    try:
        grid.start(job)
        for event in client.follow(job["id"]):
            grid.note(event)
    except KeyboardInterrupt:
        raise _cancelled(client, grid, job["id"]) from None
    return _finished(client, grid, job["id"])


def _finished(client: Client, grid: Any, job_id: str) -> Sweep:
    job = client.job(job_id)
    result = Sweep(client, job)
    # What is remarked while it is drawn comes after what its plan says.
    late = [DiffusionError.of_wire(each) for each in job["plan"]["warnings"][len(grid.remarks) :]]
    grid.finish(result, late)
    result._shown_in = running_cell()
    # Some that failed are told by the grid, which can draw them again: the rest is a result to go on with.
    if result.state == "failed" and not any(cell.sha256 for cell in result.cells):
        raise _failure(result, job)
    if result.state == "cancelled":  # from the grid or the panel
        raise _interruption(result)
    return result


def _cancelled(client: Client, grid: Any, job_id: str) -> SweepCancelled:
    client.cancel(job_id)
    for _event in client.follow(job_id):
        pass  # what was in flight is finished and kept
    result = Sweep(client, client.job(job_id))
    grid.finish(result)
    return _interruption(result)


def _interruption(result: Sweep) -> SweepCancelled:
    done = sum(cell.state == "done" for cell in result.cells)
    error = SweepCancelled("cancelled", done=done, total=len(result))
    error.sweep = result
    return error


def _failure(result: Sweep, job: dict[str, Any]) -> DiffusionError:
    reasons = [cell.error for cell in result.cells if cell.error]
    diagnosis = job.get("diagnosis")
    if reasons:
        return DiffusionError("some_failed", failed=len(reasons), total=len(result), reason=reasons[0])
    reason = f"{diagnosis['message']} {diagnosis['remedy']}" if diagnosis else job["progress"]["message"]
    return DiffusionError("job_failed", reason=reason)


def _placed(error: DiffusionError, request: dict[str, Any], expanded: Expanded | None) -> DiffusionError:
    error.text = expanded.written if expanded else request.get("text")
    if error.place and expanded:
        error.place = expanded.place_in_written(error.place)
    return error


def _request(request: str | dict[str, Any], parameters: dict[str, Any], client: Client) -> dict[str, Any]:
    if isinstance(request, dict):
        return {"spec": request}
    if not parameters:
        return {"text": request}
    parameters = {name: upload_pictures(value, client.upload, name) for name, value in parameters.items()}
    try:
        words = [f"{name}={in_header(value)}" for name, value in parameters.items()]
    except NotAValue as error:
        name = _culprit(parameters)
        takes = "takes_picture" if name.lower() in PICTURES else "takes_values"
        raise DiffusionError("not_a_value", name=name, **error.facts(parameters[name], takes)) from None
    except IndexError:
        raise DiffusionError("empty_values", name=_culprit(parameters)) from None
    return {"text": f"%%sweep {' '.join(words)}\n{request}"}


def _culprit(parameters: dict[str, Any]) -> str:
    for name, value in parameters.items():
        try:
            in_header(value)
        except (NotAValue, IndexError):
            return name
    raise AssertionError("all values are fine")


def _in_notebook() -> bool:
    """Whether the front end shows MIME bundles: any kernel's does, a terminal doesn't."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None
