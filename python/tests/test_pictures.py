"""Pictures of the kernel, on their way into a sweep."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from jupyterlab_diffusion.errors import DiffusionError
from jupyterlab_diffusion.expansion import expand
from jupyterlab_diffusion.pictures import picture_bytes, upload_pictures

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


class Array:
    """As much of numpy as a picture needs."""

    dtype = SimpleNamespace(kind="u")

    def __init__(self, shape: tuple[int, ...], data: bytes) -> None:
        self.shape, self.ndim, self.data = shape, len(shape), data

    def clip(self, _low: int, _high: int) -> Array:
        return self

    def astype(self, _kind: str) -> Array:
        return self

    def tobytes(self) -> bytes:
        return self.data


def hash_of(data: bytes) -> str:
    return f"{zlib.crc32(data):064x}"


def test_an_array_becomes_a_png_of_its_pixels() -> None:
    png = picture_bytes(Array((2, 1, 3), b"\x01\x02\x03\x04\x05\x06"))
    assert struct.unpack(">II", png[16:24]) == (1, 2)
    start = png.index(b"IDAT") + 4
    assert zlib.decompress(png[start:]) == b"\0\x01\x02\x03\0\x04\x05\x06"


def test_an_array_of_another_shape_is_no_picture() -> None:
    assert picture_bytes(Array((2, 2, 7), b"")) is None


@pytest.mark.parametrize("value", ["a cat", 3, [1, 2], b"no picture"])
def test_what_is_no_picture_stays(value: object) -> None:
    assert upload_pictures(value, hash_of, "prompt") == value


def test_paths_are_read_where_a_picture_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    assert upload_pictures(str(path), hash_of, "mask") == hash_of(PNG)
    assert upload_pictures(str(path), hash_of, "prompt") == str(path)
    assert upload_pictures([path, path], hash_of) == [hash_of(PNG)] * 2


def test_a_drawn_cell_is_not_uploaded_again() -> None:
    def upload(_data: bytes) -> str:
        raise AssertionError("uploaded")

    assert upload_pictures(SimpleNamespace(sha256="ab"), upload) == "ab"


def test_a_cell_takes_a_picture_by_its_name() -> None:
    text = expand("%%sweep init_image=$pic seed=1..2\na $word", {"pic": PNG, "word": "cat"}, hash_of).text
    assert text == f"%%sweep init_image={hash_of(PNG)} seed=1..2\na cat"


def test_what_stands_behind_enhance_is_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.png", "my photo.png"):
        (tmp_path / name).write_bytes(PNG)
    found = hash_of(PNG)
    cells = {
        "%%enhance $photo upscale=2\n": f"%%enhance {found} upscale=2\n",
        "%%enhance $photos upscale=2\n": f"%%enhance {found},{found} upscale=2\n",
        "%%enhance a.png upscale=2\n": f"%%enhance {found} upscale=2\n",
        '%%enhance "my photo.png" upscale=2\n': f"%%enhance {found} upscale=2\n",
        f"%%enhance {found} upscale=2\n": f"%%enhance {found} upscale=2\n",
        "%%enhance upscale=2\n": "%%enhance upscale=2\n",
    }
    names = {"photo": tmp_path / "a.png", "photos": [tmp_path / "a.png", str(tmp_path / "my photo.png")]}
    for written, sent in cells.items():
        assert expand(written, names, hash_of).text == sent


def test_a_file_that_is_not_there_is_told_with_its_place() -> None:
    with pytest.raises(DiffusionError) as refused:
        expand('%%enhance "no such.png" upscale=2\n', {}, hash_of)
    assert refused.value.code == "no_such_picture"
    assert (refused.value.place.line, refused.value.place.column, refused.value.place.length) == (1, 11, 13)
