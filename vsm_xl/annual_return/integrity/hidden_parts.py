"""Finds what somebody hid in a return: it counts in every total, and is neither seen nor printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.spans import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.ooxml.package import Package

_UNHIDE = "Select what stands on both sides of it, and choose Unhide"
_FILTER = "Clear the filter (Data, Clear), or select the rows on both sides and choose Unhide"


def hidden_things(package: Package) -> list[str]:
    """Say which sheets, rows with entries and columns of a workbook are hidden, and how to show them.

    >>> from vsm_xl.annual_return.build.workbook import build_template
    >>> from vsm_xl.ooxml.package import Package
    >>> hidden_things(Package.from_bytes(build_template(1), "return.xlsx"))
    []
    """
    found = [
        f"sheet {element.attributes.get('name', '')} is hidden. Right-click a tab and choose Unhide"
        for element in elements(package.parts[package.workbook_part()])
        if element.path[-1] == "sheet" and element.attributes.get("state", "visible") != "visible"
    ]
    for title, part in package.sheets().items():
        found += (f"sheet {title}, {words}" for words in _in_sheet(package.parts[part]))
    return [f"{package.name}, {words}." for words in found]


def _in_sheet(xml: bytes) -> Iterator[str]:
    if b"hidden=" not in xml:
        return
    rows = [
        row.number
        for row in read_sheet(xml).rows
        if row.attributes.get("hidden") in {"1", "true"} and any(cell.stored for cell in row.cells)
    ]
    for first, last in _beside(rows):
        which, are = (f"row {first}", "is") if first == last else (f"rows {first} to {last}", "are")
        yield f"{which} {are} hidden. {_FILTER}"
    for element in elements(xml):
        told = element.attributes
        if element.path[-1] == "col" and told.get("hidden") in {"1", "true"}:
            left, right = (get_column_letter(int(told[end])) for end in ("min", "max"))
            which, are = (
                (f"column {left}", "is") if left == right else (f"columns {left} to {right}", "are")
            )
            yield f"{which} {are} hidden. {_UNHIDE}"


def _beside(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Give runs of rows beside each other, as first and last.

    >>> list(_beside([3, 4, 5, 9]))
    [(3, 5), (9, 9)]
    """
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[first], row
            first = at + 1
