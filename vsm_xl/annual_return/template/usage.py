"""How much of a workbook is in use, and what of it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.references import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Place


@dataclass(frozen=True)
class Used:
    """How much of the workbook is in use.

    Attributes:
        people: how many of the first rows hold a post.
        cases: how many posts can have a pay case at most.
        ranges: how many rows of pay ranges there are.
        years: how many pay years have a pay ratio.
    """

    people: int
    cases: int
    ranges: int
    years: int

    def rows(self, place: Place) -> int:
        """Return how many rows of a table are in use; all of one that everybody has."""
        table = place.table
        if table.people is not None and self.people:
            first, last = table.people
            return max(0, min(last, self.people) - first)
        if table.key.startswith("case_") and self.people:
            number = int(table.key.removeprefix("case_"))
            return table.height if number <= self.cases else 0
        counted = {"ranges": self.ranges, "ratios": self.years, "ratios_drawn": self.years}.get(
            table.key, 0
        )
        return min(counted, table.height) or table.height


#: What a blank template prints: as many posts as most organisations have, not all it has room for.
BLANK: Final = Used(people=20, cases=5, ranges=12, years=0)


#: The print area of a working sheet, and of pay cases where there is none: the last cell, which no
#: one fills, so that nothing is printed.
#: A hidden sheet would be printed by LibreOffice all the same, and found by no one.
NOTHING: Final = "XFD1048576"
#: What is printed beside the outputs: the notes to their marks, and the audit trail.
_WITH_OUTPUTS: Final = "Notes"


def is_printed(sheet: Sheet) -> bool:
    """Return whether a sheet is printed with the workbook; working sheets are when asked for."""
    return sheet.purpose == "output" or sheet.title == _WITH_OUTPUTS


def printed_areas(places: Sequence[Place], rows: Sequence[int], *, apart: bool) -> list[str]:
    """Return the areas that a sheet prints, each on pages of its own.

    Args:
        places: its tables in order.
        rows: how many rows of each are printed; 0 leaves a table out.
        apart: whether a table of posts is an area by itself, and others no wider than they are.
    """
    printed = [
        (place, count)
        for place, count in zip(places, rows, strict=True)
        if place.table.printed and count
    ]
    if not printed:
        return [NOTHING]
    groups: list[list[tuple[Place, int]]] = [[]]
    for place, count in printed:
        if apart and place.table.people is not None and groups[-1]:
            groups.append([])
        groups[-1].append((place, count))
        # Below posts in use stand rows that no one filled: another area begins after them.
        partly = place.table.people is not None and count < place.table.height
        if (apart and place.table.people is not None) or (partly and not place.table.room):
            groups.append([])
    if len(groups) > 1 and not groups[-1]:
        groups.pop()
    areas = []
    for number, group in enumerate(groups):
        # The first begins with the title; before a later one stand rows that no one filled.
        top = min(place.top for place, _ in group) if number else 1
        right = column_letters(max(_printed_columns(place) for place, _ in group))
        bottom = max(place.header_row + count for place, count in group)
        areas.append(f"A{top}:{right}{bottom}")
    return areas


def _printed_columns(place: Place) -> int:
    return place.left + (place.table.print_columns or len(place.table.columns))
