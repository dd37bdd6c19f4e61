"""What a sweep gives back to the kernel: its cells, their parameters and pictures, as data."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

from .client import Client
from .errors import DiffusionError
from .messages import cells, phrase, sentence


@dataclass(frozen=True)
class Cell:
    """One picture: every parameter explicit, and where it lies on each axis."""

    id: str
    params: dict[str, Any]
    index: tuple[int, ...]
    state: str
    cached: bool
    error: str | None
    mark: dict[str, Any]
    sha256: str | None
    seconds: float | None
    _client: Client

    @property
    def flag(self) -> str | None:
        """`"pick"`, `"reject"` or None, as of when the cell was read."""
        return self.mark["flag"]

    @property
    def rating(self) -> int | None:
        """1 to 5 stars or None, as of when the cell was read."""
        return self.mark["rating"]

    @property
    def tags(self) -> list[str]:
        """Its tags, as of when the cell was read."""
        return list(self.mark["tags"])

    @property
    def png(self) -> bytes:
        """The picture's file, with its recipe inside; fetched when asked for. Raises DiffusionError when there is none."""
        if not self.sha256:
            raise DiffusionError("no_picture", index=self.index, state=self.error or self.state)
        return self._client.picture(self.sha256)

    @property
    def image(self) -> Any:
        """The picture as a PIL image."""
        return _import_optional("PIL.Image", "pillow", "Cell.image").open(BytesIO(self.png))

    def _repr_png_(self) -> bytes | None:
        return self.png if self.sha256 else None


class Sweep:
    """A finished sweep. `len(sweep)`, `sweep[0]` and `for cell in sweep` go over its cells.

    Marks live in the service and stay with their pictures. `picked`, `tagged`, `df` and `best` read them anew each time, so they
    know what was marked a moment ago in any grid; while the service doesn't answer they know what was read last.
    """

    def __init__(self, client: Client, job: dict[str, Any]) -> None:
        self._client = client
        self._shown_in: int | None = None
        self._take(job)

    def _take(self, job: dict[str, Any]) -> None:
        self.job_id: str = job["id"]
        self.state: str = job["state"]
        self.spec: dict[str, Any] = job["spec"]
        self.axes: list[dict[str, Any]] = job["plan"]["axes"]
        self.cells: list[Cell] = [self._cell(each) for each in job["cells"]]
        self._progress = job["progress"]

    def _cell(self, cell: dict[str, Any]) -> Cell:
        timings, error = cell.get("timings"), cell.get("error")
        return Cell(
            id=cell["id"],
            params=cell["params"],
            index=tuple(cell["index"]),
            state=cell["state"],
            cached=cell["cached"],
            error=error["message"] if error else None,
            mark={"rating": None, "flag": None, "tags": [], **(cell.get("mark") or {})},
            sha256=cell["image"],
            seconds=round(timings["draw_ms"] / 1000, 3) if timings else None,
            _client=self._client,
        )

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, position: int | slice) -> Any:
        return self.cells[position]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def refresh(self) -> Sweep:
        """Takes the present state and marks from the service. Raises DiffusionError when it doesn't answer."""
        self._take(self._client.job(self.job_id))
        return self

    def _now(self) -> list[Cell]:
        """The cells as they are now; as they were read last when the service doesn't answer or has forgotten the sweep."""
        with suppress(DiffusionError, OSError):
            self.refresh()
        return self.cells

    @property
    def picked(self) -> list[Cell]:
        """The cells marked as picked in the grid, as of now."""
        return [cell for cell in self._now() if cell.flag == "pick"]

    def tagged(self, *tags: str) -> list[Cell]:
        """The cells that have all of these tags, as of now; upper and lower case are one. Without any: those that have some."""
        wanted = {tag.casefold() for tag in tags}
        return [cell for cell in self._now() if cell.tags and wanted <= {tag.casefold() for tag in cell.tags}]

    @property
    def images(self) -> list[Any]:
        """The pictures that are there, as PIL images in the order of the cells."""
        _import_optional("PIL.Image", "pillow", "Sweep.images")
        return [cell.image for cell in self.cells if cell.sha256]

    @property
    def df(self) -> Any:
        """A pandas DataFrame: a row a cell; what varies first, then the other parameters, state, seconds and the marks as of now.

        `rating` and `flag` are missing values where nobody gave one; `tags` is a list, so `df.explode("tags")` has a row a tag.
        """
        pandas = _import_optional("pandas", "pandas", "Sweep.df")
        varying = [name for axis in self.axes for name in axis["params"]]
        rows = []
        for cell in self._now():
            placed = {
                name: value
                for axis, at in zip(self.axes, cell.index, strict=True)
                for name, value in zip(axis["params"], axis["values"][at], strict=True)
            }
            told = {
                "state": cell.state,
                "cached": cell.cached,
                "seconds": cell.seconds,
                "sha256": cell.sha256,
            }
            rows.append({**dict.fromkeys(varying), **cell.params, **placed, **told, **cell.mark})
        return pandas.DataFrame(rows)

    def best(self, name: str) -> Any:
        """The value of an axis whose cells are marked best, as of now; None where no cell is marked.

        Each marked cell counts with its stars; without stars a pick counts as 5, and a reject counts as 0 whatever its stars. The
        value with the best mean wins. Of equal means that with more marked cells does, then the one that comes first on the axis,
        and a warning names them all. A warning also says when no cell is marked, or cells of one value alone: then there is nothing
        it is better than.
        """
        axis = next((at for at, axis in enumerate(self.axes) if name in (axis["id"], *axis["params"])), None)
        if axis is None:
            raise DiffusionError("not_an_axis", name=name, axes=", ".join(each["id"] for each in self.axes))
        scores: dict[int, list[float]] = {}
        for cell in self._now():
            score = _score(cell)
            if score is not None:
                scores.setdefault(cell.index[axis], []).append(score)
        label = self.axes[axis]["labels"].__getitem__
        if not scores:
            _warn("best_unmarked", name=name)
            return None
        ranks = {at: (sum(each) / len(each), len(each)) for at, each in scores.items()}
        best = max(ranks.values())
        at = min(each for each in ranks if ranks[each] == best)
        tied = sorted(each for each in ranks if ranks[each][0] == best[0])
        if len(ranks) == 1:
            _warn("best_alone", name=name, value=label(at))
        elif len(tied) > 1:
            _warn("best_tied", name=name, values=", ".join(map(label, tied)), value=label(at))
        values = self.axes[axis]["values"][at]
        params = self.axes[axis]["params"]
        return values[params.index(name)] if name in params or len(values) == 1 else tuple(values)

    def summary(self) -> str:
        """One line: how many cells, along what, and what became of them."""
        states = [cell.state for cell in self.cells]
        cached = sum(cell.state == "done" and cell.cached for cell in self.cells)
        counts = {"drawn": states.count("done") - cached, "cached": cached, "failed": states.count("failed")}
        counts["unfinished"] = len(states) - sum(counts.values())
        parts = [phrase(word, n=n) for word, n in counts.items() if n]
        axes = f" ({' × '.join(axis['id'] for axis in self.axes)})" if self.axes else ""
        return phrase("summary", cells=cells(len(states)), axes=axes, parts=", ".join(parts))

    def bundle(self) -> dict[str, Any]:
        """The MIME bundle of the grid: live data, a contact sheet for viewers without the extension, and text."""
        from .grid import finished_bundle

        return finished_bundle(self._client, self)

    def __repr__(self) -> str:
        return f"Sweep {self.job_id}: {self.summary()}"

    def _ipython_display_(self) -> None:
        """Shows the grid; nothing as the result of the cell that drew it, whose grid is above already."""
        from IPython.display import display

        if self._shown_in is None or self._shown_in != running_cell():
            display(self.bundle(), raw=True)


def _score(cell: Cell) -> float | None:
    """What a cell counts in `best`; None when it says nothing."""
    if cell.flag == "reject":
        return 0
    return cell.rating if cell.rating is not None else {"pick": 5}.get(cell.flag or "")


def _warn(code: str, **facts: object) -> None:
    words = sentence(code, **facts)
    warnings.warn(" ".join(filter(None, words)), stacklevel=3)


def running_cell() -> int | None:
    """The number of the cell that IPython is running; None outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.execution_count if shell else None


def _import_optional(module: str, package: str, what: str) -> Any:
    """An optional library; its absence is one sentence."""
    try:
        return import_module(module)
    except ImportError:
        words = sentence("needs_package", what=what, package=package)
        raise ImportError(f"{words.message} {words.hint}") from None
