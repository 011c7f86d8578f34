"""Fills a template with the inputs of an organisation; nothing else in the file changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.annual_return.csv_files import (
    Entries,
    organisation_lines,
    read_organisation_csv,
    read_people_csv,
    read_ranges_csv,
)
from vsm_xl.annual_return.ours import check_version, layout_of
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cells import enter_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vsm_xl.annual_return.entries import Entry
    from vsm_xl.annual_return.layout import Layout, Place
    from vsm_xl.ooxml.package import Package

__all__ = ["Entries", "fill", "read_organisation_csv", "read_people_csv", "read_ranges_csv"]


def fill(
    package: Package,
    organisation: Mapping[str, Entry],
    people: Sequence[Mapping[str, Entry]],
    ranges: Sequence[Mapping[str, Entry]] | None = None,
) -> Package:
    """Put inputs into an annual return; what stood in these inputs before goes.

    Args:
        package: the template, or a return made from it.
        organisation: entries of Organisation, Staff pay and Local policy by key.
        people: entries of each person by key of the People columns.
        ranges: rows of the pay-range table; None leaves those in the workbook as they are.

    Returns:
        The filled workbook, not yet recalculated.

    Raises:
        UnusableInput: no annual return of this version, an unknown key, or too many rows.
    """
    check_version(package)
    layout = layout_of(package)
    changes: dict[str, dict[str, Entry]] = {}
    _lines(layout, organisation, changes)
    _rows(layout.places["people"], people, "people", changes)
    if ranges is not None:
        _rows(layout.places["ranges"], ranges, "rows of pay ranges", changes)
    parts = package.sheets()
    for sheet, values in changes.items():
        if sheet not in parts:
            raise UnusableInput(
                f"{package.name}: the sheet {sheet} is missing. Build a new template and fill it."
            )
        try:
            xml = enter_values(package.parts[parts[sheet]], values)
        except ValueError as problem:
            raise UnusableInput(f"{package.name}, sheet {sheet}: {problem}") from None
        package = package.replace(parts[sheet], xml)
    return package


def _lines(
    layout: Layout, given: Mapping[str, Entry], changes: dict[str, dict[str, Entry]]
) -> None:
    known = {line.key for line in organisation_lines()}
    if unknown := sorted(set(given) - known):
        raise UnusableInput(f"No such item of the organisation: {', '.join(unknown)}.")
    for place in layout.places.values():
        for line in place.table.lines:
            if place.sheet.purpose == "input":
                values = changes.setdefault(place.sheet.title, {})
                values[place.line_cell(line.key)] = given.get(line.key)


def _rows(
    place: Place,
    given: Sequence[Mapping[str, Entry]],
    what: str,
    changes: dict[str, dict[str, Entry]],
) -> None:
    table = place.table
    if len(given) > table.height:
        remedy = (
            f"build a larger one: vsm-xl build template --people {len(given)}"
            if table.key == "people"
            else "leave out the rows that do not apply to this kind of organisation"
        )
        raise UnusableInput(
            f"{len(given)} {what} do not fit: the template holds {table.height}; {remedy}"
        )
    keys = [column.key for column in table.columns]
    if unknown := sorted({key for row in given for key in row} - set(keys)):
        raise UnusableInput(f"No such column of {place.sheet.title}: {', '.join(unknown)}.")
    values = changes.setdefault(place.sheet.title, {})
    for at in range(table.height):
        row = given[at] if at < len(given) else {}
        for key in keys:
            values[place.cell(key, at)] = row.get(key)
