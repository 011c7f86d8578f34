"""Finds what a person hid in a return: it counts in every total, and is neither seen nor printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.markup import named
from vsm_xl.ooxml.references import MAX_COLUMN, column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsm_xl.ooxml.package import Package

_TRUE: Final = ("1", "true")
_COLUMN: Final = re.compile(r"[0-9]{1,9}")
_UNHIDE = "Select what is on both sides of it, and choose Unhide"
_FILTER = "Clear the filter (Data, Clear), or select the rows on both sides and choose Unhide"


def hidden_things(package: Package, computed: Callable[[], Package] | None = None) -> list[str]:
    """Return which sheets, rows with entries and columns of a workbook are hidden, and how to show them.

    Args:
        package: the workbook.
        computed: returns it with its results stored, which rows may hold beside entries; called only
            where something is hidden.

    >>> from vsm_xl.annual_return.build.workbook import build_template
    >>> from vsm_xl.ooxml.package import Package
    >>> hidden_things(Package.from_bytes(build_template(1), "return.xlsx"))
    []
    """
    found = [
        f"sheet {element.get('name', '')} is hidden. Right-click a tab and choose Unhide"
        for element in package.sheet_elements()
        if element.get("state", "visible") != "visible"
    ]
    parts = {
        title: part
        for title, part in package.sheets().items()
        if b"hidden=" in package.markup_of(part)
    }
    if computed is not None and parts:
        package = computed()
    for title, part in parts.items():
        found += (f"sheet {title}, {words}" for words in _in_sheet(package, part))
    return [f"{package.name}, {words}." for words in found]


def _in_sheet(package: Package, part: str) -> Iterator[str]:
    rows = [
        row.number
        for row in package.sheet(part).rows
        if row.attributes.get("hidden") in _TRUE and any(cell.stored for cell in row.cells)
    ]
    for first, last in _beside(rows):
        which, are = (f"row {first}", "is") if first == last else (f"rows {first} to {last}", "are")
        yield f"{which} {are} hidden. {_FILTER}"
    for element in named(package.frame(part), "col"):
        ends = [element.get(end, "") for end in ("min", "max")]
        if element.get("hidden") not in _TRUE or not all(_COLUMN.fullmatch(end) for end in ends):
            continue
        first, last = max(1, int(ends[0])), min(int(ends[1]), MAX_COLUMN)
        if first > last:
            # Columns that no sheet has: nothing is hidden.
            continue
        left, right = column_letters(first), column_letters(last)
        which, are = (
            (f"column {left}", "is") if left == right else (f"columns {left} to {right}", "are")
        )
        yield f"{which} {are} hidden. {_UNHIDE}"


def _beside(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Return runs of rows beside each other, as first and last.

    >>> list(_beside([3, 4, 5, 9]))
    [(3, 5), (9, 9)]
    """
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[first], row
            first = at + 1
