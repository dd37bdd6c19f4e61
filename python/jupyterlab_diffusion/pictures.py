"""Pictures of the kernel as pictures of the service: what can be uploaded becomes the hash that `init_image` and `mask` take."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

# Names whose text may be the path of a file.
PICTURES = {"init_image", "init_images", "init", "mask"}
_OPENINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")

Upload = Callable[[bytes], str]


def upload_pictures(value: Any, upload: Upload, name: str = "") -> Any:
    """The value, every picture in it uploaded and replaced by its hash; anything else as it is.

    Pictures are cells of a sweep that were drawn (nothing is uploaded), PIL images, arrays (height, width[, 3 or 4]) of bytes or of
    numbers from 0 to 1, the bytes of a file, paths, and for the parameters that take a picture also paths as text.
    """
    if isinstance(value, list | tuple):
        return [upload_pictures(each, upload, name) for each in value]
    hash_of_cell = getattr(value, "sha256", None)
    if isinstance(hash_of_cell, str):
        return hash_of_cell
    data = picture_bytes(value, name)
    return value if data is None else upload(data)


def picture_bytes(value: Any, name: str = "") -> bytes | None:
    """A picture as a file's bytes, or None for what is none."""
    if isinstance(value, bytes | bytearray):
        return bytes(value) if bytes(value).startswith(_OPENINGS) else None
    path = Path(value) if isinstance(value, Path) or (name in PICTURES and isinstance(value, str)) else None
    if path and path.is_file():
        return path.read_bytes()
    if callable(getattr(value, "save", None)) and hasattr(value, "mode") and hasattr(value, "size"):
        file = BytesIO()
        value.save(file, "PNG")
        return file.getvalue()
    if hasattr(value, "tobytes") and getattr(value, "ndim", 0) in {2, 3} and hasattr(value, "dtype"):
        return _png_of_array(value)
    return None


def _png_of_array(array: Any) -> bytes | None:
    """The PNG of an array of pixels, rows from the top; None where its shape is none of a picture."""
    height, width, *channels = array.shape
    kind = {(): 0, (1,): 0, (3,): 2, (4,): 6}.get(tuple(channels))
    if kind is None or height * width == 0:
        return None
    if array.dtype.kind in "fb":
        array = (array.astype("float64").clip(0, 1) * 255).round()
    pixels = array.clip(0, 255).astype("uint8").tobytes()
    stride = len(pixels) // height
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, len(pixels), stride))
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")]
    return _OPENINGS[0] + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
