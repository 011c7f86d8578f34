"""Opens the file of an annex, as untrusted as any other, and hands over its sheets as grids."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.filling.annex_grid import AnnexSheet
from vsm_xl.annual_return.filling.range_sheets import readable_sheets
from vsm_xl.annual_return.integrity.hidden_parts import hidden_things
from vsm_xl.annual_return.reading.inputs import unguarded
from vsm_xl.csv_reader import csv_bytes, csv_decoded, csv_records, hidden_character
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.markup import named, parse
from vsm_xl.ooxml.references import parse_range, parse_reference
from vsm_xl.ooxml.unpack import read_bytes
from vsm_xl.text_fields import field_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: More cells than this no annex has; every amount is compared with those before it.
_MOST_CELLS: Final = 20_000
_MOST_MERGED: Final = 3_000


def annex_sheets(path: Path, *, is_workbook: bool) -> tuple[list[AnnexSheet], str]:
    """Return the sheets of a file as grids, and the fingerprint (SHA-256) of the file.

    Raises:
        UnusableInput: it cannot be read, or has far too many cells for an annex.
    """
    data = read_bytes(path) if is_workbook else csv_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if is_workbook:
        return list(_workbook(Package.from_bytes(data, str(path)))), digest
    return [_csv(data, path)], digest


def _workbook(package: Package) -> Iterator[AnnexSheet]:
    titles = readable_sheets(package)
    held = contents(package, titles, formulas=False)
    hidden = tuple(hidden_things(package))
    left = _MOST_CELLS
    for title in titles:
        cells: dict[tuple[int, int], Any] = {
            parse_reference(ref): unguarded(value) for ref, value in held[title].items()
        }
        left -= len(cells)
        if left < 0:
            raise UnusableInput(
                f"{package.name}: more than {_MOST_CELLS:,} cells; copy the tables of pay ranges alone "
                "into a new workbook."
            )
        for top, first, bottom, last in _merged(package, title):
            value = cells.get((top, first))
            if value is None or (bottom - top + 1) * (last - first + 1) > _MOST_MERGED:
                continue
            for row in range(top, bottom + 1):
                for column in range(first, last + 1):
                    cells.setdefault((row, column), value)
        yield AnnexSheet(
            title, {at: value for at, value in cells.items() if value not in (None, "")}, hidden
        )
        hidden = ()


def _merged(package: Package, title: str) -> Iterator[tuple[int, int, int, int]]:
    for element in named(parse(package.parts[package.sheets()[title]]), "mergeCell"):
        try:
            yield parse_range(element.get("ref", ""))
        except ValueError:
            continue


def _csv(data: bytes, path: Path) -> AnnexSheet:
    records = csv_records(path, csv_decoded(path, data))
    if sum(len(fields) for _, fields in records) > _MOST_CELLS:
        raise UnusableInput(
            f"{path}: more than {_MOST_CELLS:,} fields; leave the pay ranges alone."
        )
    cells = {}
    for row, fields in records:
        for column, field in enumerate(fields, start=1):
            if hidden := hidden_character(field):
                raise UnusableInput(f"{path}, row {row}: {hidden}.")
            if text := field_text(field):
                cells[row, column] = text
    return AnnexSheet(path.stem, cells)
