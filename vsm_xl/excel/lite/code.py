"""The file ``main.py`` that a workbook carries for xlwings Lite: the core, packed, and how to check it."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from functools import cache
from string import Template
from typing import Final

import vsm_xl
from vsm_xl.core_files import core_files
from vsm_xl.functions import NAMES
from vsm_xl.version import __version__
from vsm_xl.zip_file import zipped

#: What travels with the core: what makes functions and commands of it in Lite.
_CARRIED: Final = (
    "excel/__init__.py", "excel/shared_names.py", "excel/vba_words.py", "excel/server/__init__.py", "excel/server/serving.py",
    "excel/server/faults.py", "excel/server/explaining.py", "excel/lite/__init__.py",
    "excel/lite/calls.py", "excel/lite/runtime.py", "excel/lite/commands.py",
)  # fmt: skip
#: The first day that a zip file can carry: the same content produces the same bytes.
_LINE: Final = 120
#: A first line that only our code has, of whatever version.
FIRST_LINE: Final = "# The VSM functions, inside this workbook"
_VERSION: Final = re.compile(r"^# Software: vsm_xl (\S+)\. Data edition: ", re.MULTILINE)


@cache
def archive() -> bytes:
    """Return the core as one archive; the same sources produce the same bytes everywhere."""
    # Stored: compressed as a whole it takes a third less than file by file.
    carried = {f"vsm_xl/{name}": data for name, data in core_files(_CARRIED).items()}
    return zipped(carried, compressed=False, unix=True)


def digest() -> str:
    """Return the SHA-256 of the archive, as ``main.py`` and the release name it."""
    return hashlib.sha256(archive()).hexdigest()


@cache
def main_py() -> str:
    """Return the whole file.

    >>> main_py().splitlines()[0] == FIRST_LINE, len(main_py()) < 250_000, main_py().isascii()
    (True, True, True)
    """
    text = base64.b64encode(zlib.compress(archive(), 9)).decode()
    lines = "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return _around().substitute(core=lines)


def _around() -> Template:
    from importlib.resources import files  # noqa: PLC0415 - most returns carry no code

    template = files("vsm_xl.excel.lite").joinpath("main.txt").read_text(encoding="utf-8")
    known = {
        "count": len(NAMES) - 1,
        "version": __version__,
        "edition": vsm_xl.call("VSM_EDITION"),
        "digest": digest(),
    }
    return Template(Template(template).safe_substitute(known))


def is_ours(code: str) -> bool:
    """Whether a ``main.py`` is meant to be ours, of whatever version, changed or not."""
    return code.startswith(FIRST_LINE)


def is_unchanged(code: str) -> bool:
    """Whether a ``main.py`` is, to the last letter, what this version of the software writes.

    Two builds of zlib compress the same archive differently, so it is the archive that is compared.

    >>> is_unchanged(main_py()), is_unchanged(main_py().replace("About", "about", 1))
    (True, False)
    """
    before, core, after = _around().template.partition("$core")
    if not (code.startswith(before) and code.endswith(after)) or not core:
        return False
    carried = code[len(before) : len(code) - len(after)]
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(
            base64.b64decode("".join(carried.split()), validate=True), len(archive()) + 1
        )
    except (ValueError, zlib.error):
        return False
    return data == archive() and unpacker.eof and not unpacker.unused_data


def version_of(code: str) -> str:
    """Return the version of the software that a ``main.py`` names, "" where it names none.

    >>> version_of(main_py()) == __version__
    True
    """
    found = _VERSION.search(code)
    return found[1] if found else ""
