"""Formulas of long tables written once per column, as Excel itself writes a formula filled down.

A template for hundreds of posts is half as large this way.  Short tables are left as they are: what
a formula is can then be read in each cell of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.markup import named, parse, serialise
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.references import column_letters

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.markup import Element

#: Tables of more rows than this share their formulas.
LONG: Final = 150


def share_formulas(data: bytes, layout: Layout) -> bytes:
    """Write the formula of each column of a long table once, for all its rows.

    Args:
        data: the .xlsx file, with a formula in each cell.
        layout: what it was built from.

    Returns:
        The .xlsx file; the same bytes where no table is long.
    """
    long = [place for place in layout.places.values() if place.table.height > LONG]
    if not long:
        return data
    package = Package.from_bytes(data, "the workbook just built")
    for title, part in package.sheets().items():
        places = [place for place in long if place.sheet.title == title]
        if places:
            root = parse(package.parts[part])
            cells = {cell.get("r", ""): cell for cell in named(root, "c")}
            number = 0
            for place in places:
                for at in _alike(place):
                    _share(cells, place, column_letters(at + 1), number)
                    number += 1
            package = package.replace(part, serialise(root))
    return package.to_bytes()


def _alike(place: Place) -> list[int]:
    """Return which columns hold one formula in every row, counted from 0."""
    rows = place.table.rows
    given = {key for row in rows for key in row} if not isinstance(rows, int) else set()
    return [
        at
        for at, column in enumerate(place.table.columns)
        if column.formula and column.key not in given
    ]


def _share(cells: dict[str, Element], place: Place, letter: str, number: int) -> None:
    for row in range(place.first_row, place.last_row + 1):
        (formula,) = named(cells[f"{letter}{row}"], "f")
        formula.set("t", "shared")
        formula.set("si", str(number))
        if row == place.first_row:
            formula.set("ref", f"{letter}{row}:{letter}{place.last_row}")
        else:
            formula.text = None
