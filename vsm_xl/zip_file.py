"""Zip files as this package writes them: the same parts produce the same bytes everywhere."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The first moment that a zip file can hold.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 6
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o644 << 16


def zipped(parts: Mapping[str, bytes], *, compressed: bool = True, unix: bool = False) -> bytes:
    """Return a zip file of parts, in their order, without the time and the system it was made on.

    Args:
        parts: their bytes by name.
        compressed: False stores them as they are; compressors of other versions differ in bytes.
        unix: whether each is marked as a plain file that everybody may read.

    >>> zipped({"a": b"1"}) == zipped({"a": b"1"})
    True
    """
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = method
            entry.create_system = _UNIX if unix else 0
            entry.external_attr = _PLAIN_FILE if unix else 0
            archive.writestr(entry, data, compresslevel=_LEVEL)
    return file.getvalue()
