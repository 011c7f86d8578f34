"""The package of the add-in as bytes: its parts, its sheets, and how they refer to each other."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_LETTERS: Final = 26


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by their names.

    Raises:
        ValueError: it is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
        raise ValueError(str(problem)) from None


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Put parts into a package, stored as they are: compressors differ in their bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part, _FIXED_TIME)
            entry.create_system = 0
            archive.writestr(entry, content)
    return file.getvalue()


def sheet(rows: Sequence[Sequence[str | int]], module: str) -> bytes:
    """Write a sheet of texts and numbers; empty texts are empty cells.

    Args:
        rows: from the first row on.
        module: the document of the VBA project that belongs to it.
    """
    written = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{_letters(at)}{number}", cell) for at, cell in enumerate(row) if cell != ""
        )
        written.append(f'<row r="{number}">{cells}</row>')
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr codeName="{module}"/>'
        f"<sheetData>{''.join(written)}</sheetData></worksheet>"
    ).encode()


def _cell(place: str, cell: str | int) -> str:
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _text(xml: str) -> str:
    return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _letters(at: int) -> str:
    letters = ""
    while at >= 0:
        letters = chr(ord("A") + at % _LETTERS) + letters
        at = at // _LETTERS - 1
    return letters


def relationships(targets: Sequence[tuple[str, str]]) -> bytes:
    """Write relationships, of kind and target, numbered from rId1."""
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'.encode()
