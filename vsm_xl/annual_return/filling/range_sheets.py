"""Finds a table of pay ranges in a person's workbook, which is opened as hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.inputs import unguarded
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.ranges import COLUMNS
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.references import parse_reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: A row with this many of the columns is meant as the header, although some are missing.
_MEANT: Final = 3
#: The tags of the sheets that are read, all in all: room for a hundred thousand cells, read in
#: seconds.  A sheet formatted down to its last row has fifty times as many.
_MOST_TAGS: Final = 600_000


def find_table(path: Path) -> tuple[str, list[Sequence[object]]]:
    """Find the sheet with the table.

    Returns:
        Its title, and its rows as the sheet counts them: empty ones above the header, then the
        header (columns of the table first), then under it what stands in the columns of the table.

    Raises:
        UnusableInput: it is not a workbook that can be read, or none of its sheets has the columns.
    """
    package = Package.open(path)
    sheets, too_large = _readable(package)
    try:
        held = contents(package, sheets, formulas=False)
    except UnusableInput as problem:
        words = str(problem)
        named = words.startswith(package.name)
        raise UnusableInput(words if named else f"{package.name}: {words}") from None
    best: tuple[int, str, int] = (0, "", 0)
    read: dict[str, dict[int, dict[int, object]]] = {}
    for title, cells in held.items():
        read[title] = _by_row(cells)
        for number, row in sorted(read[title].items()):
            found = len(set(filter(None, map(column_named, row.values()))))
            if found > best[0]:
                best = found, title, number
    found, title, number = best
    if found < _MEANT:
        raise UnusableInput(
            f"{path}: no sheet has a table of pay ranges. Its header row needs the columns "
            f"{', '.join(COLUMNS)}.{_not_read(too_large)}"
        )
    return title, _table(read[title], number)


def _table(rows: Mapping[int, Mapping[int, object]], header: int) -> list[Sequence[object]]:
    names = rows[header]
    places: dict[str, int] = {}
    for column, cell in sorted(names.items()):
        if name := column_named(cell):
            places.setdefault(name, column)
    first = list(places.values())
    found: list[Sequence[object]] = [()] * max(rows)
    others = [column for column in sorted(names) if column not in set(first)]
    found[header - 1] = [names[column] for column in first + others]
    for number, row in rows.items():
        # A row with nothing under the columns of the table is a note beside it.
        if number > header and any(column in row for column in first):
            found[number - 1] = [row.get(column) for column in first]
    return found


def _by_row(cells: Mapping[str, object]) -> dict[int, dict[int, object]]:
    rows: dict[int, dict[int, object]] = {}
    for ref, value in cells.items():
        row, column = parse_reference(ref)
        rows.setdefault(row, {})[column] = unguarded(value)
    return rows


def column_named(cell: object) -> str:
    """Return the column of the table that a cell names; empty for none."""
    name = cell.strip().casefold() if isinstance(cell, str) else ""
    return name if name in COLUMNS else ""


def readable_sheets(package: Package) -> list[str]:
    """Return the titles of the sheets of a workbook that are small enough to be looked through."""
    return _readable(package)[0]


def _readable(package: Package) -> tuple[list[str], list[str]]:
    """Tell the sheets that are read from those that are too large to be looked through."""
    left, small, large = _MOST_TAGS, [], []
    for title, part in package.sheets().items():
        tags = package.parts[part].count(b"<")
        if tags <= left:
            left -= tags
            small.append(title)
        else:
            large.append(title)
    return small, large


def _not_read(too_large: Sequence[str]) -> str:
    if not too_large:
        return ""
    return (
        f" Not looked through, because they hold too many cells: {', '.join(too_large)}; if the "
        "table is there, copy it alone into a new workbook."
    )
