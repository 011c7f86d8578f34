"""The inputs of a return by key: read from a workbook, put into another, or into CSV files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from vsm_xl.annual_return.reading.entries import Entry, from_cell, with_advice
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.package import Package

#: What the cells of each sheet hold, as :func:`vsm_xl.ooxml.cell_values.contents` returns it.
Held: TypeAlias = "Mapping[str, Mapping[str, object]]"
#: Entries by the key of their line or column; what is empty is left out.
Entries = dict[str, Entry]


@dataclass(frozen=True)
class Inputs:
    """Everything that people entered.

    Attributes:
        lines: entries of the sheets with one value per line, by key.
        rows: the filled rows of each table of inputs, by the table's key.
        places: for rows that were read, which row of the table each is, from 0.
    """

    lines: Entries
    rows: dict[str, list[Entries]]
    places: dict[str, list[int]] = field(default_factory=dict)


def input_places(layout: Layout) -> Iterator[Place]:
    """Return the tables that people fill in, in the order of the sheets."""
    for sheet in layout.sheets:
        if sheet.purpose == "input":
            yield from (layout.places[table.key] for table in sheet.tables)


def read_inputs(package: Package, layout: Layout, held: Held | None = None) -> Inputs:
    """Read the inputs of a return.

    Args:
        package: the workbook, found sound by
            :func:`vsm_xl.annual_return.integrity.structure.check_structure`.
        layout: the layout it follows.
        held: what its cells hold, where that was read already.

    Raises:
        UnusableInput: a cell does not hold what belongs there.
    """
    places = list(input_places(layout))
    held = held or contents(package, {place.sheet.title for place in places})
    found = Inputs({}, {})
    for place in places:
        cells = held[place.sheet.title]
        letter = place.letter("value") if place.table.lines else ""
        for number, line in enumerate(place.table.lines, start=place.first_row):
            if line.formula:
                continue
            ref = f"{letter}{number}"
            entry = _entry(package, place, ref, cells.get(ref), (line.key, line.kind, line.choices))
            if entry is not None:
                found.lines[line.key] = entry
        if not place.table.lines:
            filled = _rows(package, place, cells)
            found.rows[place.table.key] = list(filled.values())
            found.places[place.table.key] = list(filled)
    return found


def _rows(package: Package, place: Place, cells: Mapping[str, object]) -> dict[int, Entries]:
    rows = {}
    columns = [
        (column, place.letter(column.key))
        for column in place.table.columns
        if column.entry and not column.formula
    ]
    for at, number in enumerate(map(str, range(place.first_row, place.last_row + 1))):
        row: Entries = {}
        for column, letter in columns:
            ref = letter + number
            held = cells.get(ref)
            # Most cells of a form are blank.
            if held is None:
                continue
            entry = _entry(package, place, ref, held, (column.key, column.kind, column.choices))
            if entry is not None:
                row[column.key] = entry
        if row:
            rows[at] = row
    return rows


def _entry(
    package: Package, place: Place, ref: str, held: object, asked: tuple[str, FieldType, str]
) -> Entry:
    key, kind, choices = asked
    try:
        return tidy(from_cell(unguarded(held), kind, choices))
    except ValueError as fault:
        raise UnusableInput(
            f"{package.name}, sheet {place.sheet.title}, cell {ref}: "
            f"{with_advice(str(fault), key, held)}"
        ) from None


def unguarded(held: object) -> object:
    """Take off the apostrophe by which :func:`contents` marks a text that begins with ``=``."""
    if isinstance(held, str) and held.startswith("'="):
        return held[1:]
    return held


def tidy(entry: Entry) -> Entry:
    """Bring a text into its normal form; nothing is left of a text of blanks."""
    return normal_text(entry) or None if isinstance(entry, str) else entry
