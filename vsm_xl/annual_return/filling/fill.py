"""Fills a template with the inputs of an organisation; nothing else in the file changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.csv_files import organisation_lines
from vsm_xl.annual_return.filling.print_areas import fit_print, used_of
from vsm_xl.annual_return.reading.identify import check_version, layout_of
from vsm_xl.annual_return.template.return_size import MOST_ROWS, MOST_STAFF
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cells import enter_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.package import Package

#: What the rows of a table are called, by its key.
_ROWS_OF: Final = {
    "people": "people", "ranges": "rows of pay ranges", "staff_list": "amounts of staff pay",
    "earlier": "earlier years",
}  # fmt: skip


def fill(
    package: Package,
    organisation: Mapping[str, Entry] | None,
    people: Sequence[Mapping[str, Entry]] | None,
    ranges: Sequence[Mapping[str, Entry]] | None = None,
    *,
    staff_pay: Sequence[float] | None = None,
    earlier_ratios: Sequence[Mapping[str, Entry]] | None = None,
) -> Package:
    """Put inputs into an annual return; what stood in these inputs before goes.

    Args:
        package: the template, or a return made from it.
        organisation: entries of Organisation, Staff pay and Local policy by key; None leaves
            those in the workbook as they are.
        people: entries of each person by key of the People columns; None as for ``organisation``.
        ranges: rows of the pay-range table; None as for ``organisation``.
        staff_pay: everybody's pay in pounds, for the list of Staff pay; None as for ``organisation``.
        earlier_ratios: rows of the pay ratios of earlier years; None as for
            ``organisation``.

    Returns:
        The filled workbook, not yet recalculated; its print areas and charts end at its last post.

    Raises:
        UnusableInput: no annual return of this version, an unknown key, or too many rows.
    """
    check_version(package)
    layout = layout_of(package)
    changes: dict[str, dict[str, Entry]] = {}
    if organisation is not None:
        _lines(layout, organisation, changes)
    listed = None if staff_pay is None else [{"pay": pay} for pay in staff_pay]
    tables = {
        "people": people, "ranges": ranges, "staff_list": listed, "earlier": earlier_ratios,
    }  # fmt: skip
    _check_room(layout, {key: len(rows) for key, rows in tables.items() if rows is not None})
    for key, rows in tables.items():
        if rows is not None:
            _rows(layout.places[key], rows, changes)
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
    # From the filled workbook, because some of its inputs may have stayed.
    return fit_print(package, layout, used_of(package, layout))


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


def _check_room(layout: Layout, counts: Mapping[str, int]) -> None:
    """Make sure that the template has a row for everything, or state what to do."""
    for key, count in counts.items():
        height = layout.places[key].table.height
        if count > height:
            raise UnusableInput(
                f"{count:,} {_ROWS_OF[key]} do not fit: the template holds {height:,}; "
                f"{_remedy(layout, key, counts)}"
            )


def _remedy(layout: Layout, key: str, counts: Mapping[str, int]) -> str:
    if key == "earlier":
        return "leave out the oldest"
    if key == "ranges":
        return "leave out the rows that are not needed"
    if key == "people" and counts[key] > MOST_ROWS:
        return f"no template holds more than {MOST_ROWS:,}"
    if key == "staff_list" and counts[key] > MOST_STAFF:
        return (
            f"no template holds more than {MOST_STAFF:,}; enter p25, median, p75 and the other "
            "figures of staff pay in the file of the organisation instead"
        )
    # The whole command: a larger template for the one must not be too small for the other.
    people = max(layout.people, counts.get("people", 0))
    staff = max(layout.staff_rows, counts.get("staff_list", 0))
    command = "vsm-xl build template"
    command += f" --people {people}" if people != PEOPLE else ""
    command += f" --staff {staff}" if staff != STAFF_ROWS else ""
    return f"build a larger one, and fill that: {command} -o NEW.xlsx"


def _rows(
    place: Place, given: Sequence[Mapping[str, Entry]], changes: dict[str, dict[str, Entry]]
) -> None:
    table = place.table
    keys = [column.key for column in table.columns]
    if unknown := sorted({key for row in given for key in row} - set(keys)):
        raise UnusableInput(f"No such column of {place.sheet.title}: {', '.join(unknown)}.")
    values = changes.setdefault(place.sheet.title, {})
    for at in range(table.height):
        row = given[at] if at < len(given) else {}
        for key in keys:
            values[place.cell(key, at)] = row.get(key)
