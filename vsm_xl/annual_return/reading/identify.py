"""Recognises a workbook as an annual return, and finds out for how many people it is."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.messages import repair_words
from vsm_xl.annual_return.reading.editions import check_edition
from vsm_xl.annual_return.template.return_size import MOST_ROWS, MOST_STAFF
from vsm_xl.annual_return.template.sheets.cover import HEADING
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.defined_names import defined_names
from vsm_xl.ooxml.references import parse_range
from vsm_xl.version import TEMPLATE_VERSION

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.ooxml.package import Package

#: The defined name by which a workbook declares itself an annual return.
MARK: Final = "vsm_template_version"
#: A return has some hundreds of names; each of many is looked for in every formula.
_MOST_NAMES: Final = 5_000
_PEOPLE: Final = "People"
_RANGES: Final = "PayRanges"
_STAFF: Final = "StaffPayList"
#: Lists that people fill in, whose length nothing else depends on: the name that spans them, and
#: how many of its rows are headers.
_LISTS: Final = {_RANGES: ("vsm_ranges", 1), _STAFF: ("vsm_staff_list", 0)}
#: A number of people that nothing else in a template has as its number of rows.
_MANY: Final = 997


def check_version(package: Package) -> None:
    """Make sure that a workbook is an annual return of this version of the template.

    Raises:
        UnusableInput: it is none, or one of an older or newer template, or it names another
            data edition than the one in use (:class:`~vsm_xl.annual_return.reading.editions.OtherEdition`).
    """
    names = workbook_names(package)
    if MARK not in names:
        raise _not_ours(package)
    sheet, _, ref = names[MARK].replace("$", "").rpartition("!")
    title = sheet.strip("'")
    found = contents(package, {title}).get(title, {}).get(ref)
    if "#REF!" in names[MARK] or title not in package.sheets():
        raise UnusableInput(
            f"{package.name}: the sheet Cover is missing, which says what version of the template "
            f"this is. {repair_words(package.name)}"
        )
    if found != TEMPLATE_VERSION:
        raise UnusableInput(
            f"{package.name}, sheet {sheet}, cell {ref}: the workbook was made from template "
            f"version {found}, and this software works with version {TEMPLATE_VERSION}. "
            f"{repair_words(package.name)}"
        )
    check_edition(package, names)


def layout_of(package: Package) -> Layout:
    """Return the layout that a workbook should have, from the sizes of its calculated tables.

    A table of people that has more rows than the formulas read is found by comparing it with
    this layout; so the calculated tables count, not the one that people fill in.

    Raises:
        UnusableInput: it is not an annual return, or its tables of inputs are gone.
    """
    names = workbook_names(package)
    if MARK not in names:
        raise _not_ours(package)
    tables = table_ranges(package)
    heights = {name: bottom - top for name, (top, _, bottom, _) in tables.items()}
    if tables:
        for table in (_PEOPLE, *_LISTS):
            if table not in heights:
                raise UnusableInput(
                    f"{package.name}: the table {table} is gone from the workbook. "
                    f"{repair_words(package.name)}"
                )
        calculated = [heights[name] for name in _sized_by_people() if name in heights]
        sizes = {_PEOPLE: _commonest(calculated, heights[_PEOPLE])}
        sizes |= {table: heights[table] for table in _LISTS}
    else:
        # Some programs write no tables at all; the names still span the columns.
        spans = [rows for name in _spanning() if (rows := _rows(names.get(name, "")))]
        sizes = {_PEOPLE: _commonest(spans, 0)}
        sizes |= {
            table: _rows(names.get(name, "")) - header for table, (name, header) in _LISTS.items()
        }
    for table, height in sizes.items():
        most = MOST_ROWS if table != _STAFF else MOST_STAFF
        if not 1 <= height <= most:
            raise UnusableInput(
                f"{package.name}: the table {table} has {height:,} rows; a return has 1 "
                f"to {most:,}. {repair_words(package.name)}"
            )
    return template_layout(sizes[_PEOPLE], sizes[_RANGES], sizes[_STAFF])


def _commonest(heights: list[int], otherwise: int) -> int:
    return Counter(heights).most_common(1)[0][0] if heights else otherwise


@cache
def _sized_by_people() -> tuple[str, ...]:
    """Return the calculated tables that have a row for each person, by their names."""
    return tuple(
        place.table.name
        for place in template_layout(_MANY, 1, 1).places.values()
        if place.table.height == _MANY and place.sheet.purpose != "input"
    )


@cache
def _spanning() -> tuple[str, ...]:
    """Return the names that span a row for each person."""
    return tuple(
        name for name, ref in template_layout(_MANY, 1, 1).names.items() if _rows(ref) == _MANY
    )


def _rows(ref: str) -> int:
    """Count the rows of a name's cells; 0 for what is not a plain range."""
    try:
        top, _, bottom, _ = parse_range(ref.rpartition("!")[2])
    except ValueError:
        return 0
    return bottom - top + 1


def _not_ours(package: Package) -> UnusableInput:
    cover = next(iter(package.sheets()), "")
    if contents(package, {cover}).get(cover, {}).get("A1") == HEADING:
        return UnusableInput(
            f"{package.name} looks like an annual return, but its defined names are gone (there is "
            f"no name {MARK}). {repair_words(package.name)}"
        )
    return UnusableInput(
        f"{package.name} is a workbook, but not an annual return made by vsm-xl (it has no name "
        f"{MARK}). Build one with: vsm-xl build template"
    )


def workbook_names(package: Package) -> dict[str, str]:
    """Return every defined name of workbook scope with what it refers to.

    Raises:
        UnusableInput: there are more of them than a return ever has.
    """
    xml = package.parts[package.workbook_part()]
    if xml.count(b"definedName ") > _MOST_NAMES:
        raise UnusableInput(
            f"{package.name} has more than {_MOST_NAMES:,} defined names. Delete those that the "
            "template does not have (Formulas, Name Manager), or: "
            f"{repair_words(package.name)}"
        )
    return {one.name: one.text for one in defined_names(package) if one.sheet is None}


def table_ranges(package: Package) -> dict[str, tuple[int, int, int, int]]:
    """Return where each table stands, by its name: first row, column, last row, column.

    Raises:
        UnusableInput: a table does not state where it stands.
    """
    found = {}
    for part in package.parts:
        if not (part.startswith("xl/tables/") and part.endswith(".xml")):
            continue
        table = package.tree(part)
        name, ref = table.get("displayName"), table.get("ref")
        if name is None or ref is None:
            continue
        try:
            found[name] = parse_range(ref)
        except ValueError:
            raise UnusableInput(
                f"{package.name}: the table {name} stands in {ref[:40]!r}, which is not a "
                f"range of cells. {repair_words(package.name)}"
            ) from None
    return found
