"""The package of the add-in as bytes: its parts, its sheets, and how they refer to each other."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.references import reference
from vsm_xl.xml_text import MAIN, PACKAGE, STANDALONE, escape, unescape

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHARED: Final = re.compile(r"<si><t[^>]*>([^<]*)</t></si>")
_CELLS: Final = re.compile(r'<c r="([A-Z]+\d+)" t="s"><v>(\d+)</v></c>')


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


class SharedTexts:
    """The texts of a workbook's cells, each once: Excel writes them so, and repairs other forms.

    >>> texts = SharedTexts()
    >>> texts.number("pay"), texts.number("year"), texts.number("pay")
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, which is added where it is new."""
        return self._numbers.setdefault(text, len(self._numbers))

    def xml(self) -> bytes:
        """Return the part ``sharedStrings.xml``."""
        items = "".join(
            f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._numbers
        )
        return f'{STANDALONE}<sst xmlns="{MAIN}">{items}</sst>'.encode()


def shared_texts(part: bytes) -> list[str]:
    """Return the texts of a part that :class:`SharedTexts` wrote."""
    return [unescape(text) for text in _SHARED.findall(part.decode())]


def texts_of(part: bytes, shared: Sequence[str]) -> dict[str, str]:
    """Return the texts of a sheet that :func:`sheet` wrote, by cell.

    Raises:
        IndexError: it refers to a text that is not there.
    """
    return {place: shared[int(number)] for place, number in _CELLS.findall(part.decode())}


def sheet(rows: Sequence[Sequence[str | int]], module: str, texts: SharedTexts) -> bytes:
    """Write a sheet of texts and numbers; empty texts are empty cells.

    Args:
        rows: from the first row on.
        module: the document of the VBA project that belongs to it.
        texts: the texts of the workbook; those of this sheet are added.
    """
    written = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(reference(number, at), cell, texts)
            for at, cell in enumerate(row, 1)
            if cell != ""
        )
        written.append(f'<row r="{number}">{cells}</row>')
    return (
        f'{STANDALONE}<worksheet xmlns="{MAIN}"><sheetPr codeName="{module}"/>'
        f"<sheetData>{''.join(written)}</sheetData></worksheet>"
    ).encode()


def _cell(place: str, cell: str | int, texts: SharedTexts) -> str:
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="s"><v>{texts.number(cell)}</v></c>'


def relationships(targets: Sequence[tuple[str, str]]) -> bytes:
    """Write relationships, of kind and target, numbered from rId1."""
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{STANDALONE}<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'.encode()
