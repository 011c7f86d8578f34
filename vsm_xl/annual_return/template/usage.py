"""How much of a workbook is in use, and what of it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.ooxml.references import column_letters

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Layout, Place


class Used(NamedTuple):
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


def printed_areas(layout: Layout, sheet: Sheet, used: Used, *, every: bool = False) -> list[str]:
    """Return the areas that a sheet prints, each on pages of its own.

    Args:
        layout: the layout.
        sheet: one of its sheets.
        used: how much of it is in use.
        every: whether working sheets are printed too.
    """
    places = [layout.places[table.key] for table in sheet.tables if table.printed]
    # The ratios are a chart's figures: their table is printed whole.
    rows = [one.table.height if one.table.key == "ratios" else used.rows(one) for one in places]
    printed = [(place, count) for place, count in zip(places, rows, strict=True) if count]
    if not printed or not (every or is_printed(sheet)):
        return [NOTHING]
    groups: list[list[tuple[Place, int]]] = [[]]
    for place, count in printed:
        of_posts = place.table.people is not None
        if sheet.apart and of_posts and groups[-1]:
            groups.append([])
        groups[-1].append((place, count))
        # Below posts in use stand rows that no one filled: another area begins after them.
        partly = of_posts and count < place.table.height and not place.table.room
        if (sheet.apart and of_posts) or partly:
            groups.append([])
    if len(groups) > 1 and not groups[-1]:
        groups.pop()
    areas = []
    for number, group in enumerate(groups):
        # The first begins with the title; before a later one stand rows that no one filled.
        top = min(place.top for place, _ in group) if number else 1
        right = column_letters(
            max(
                place.left + (place.table.print_columns or len(place.table.columns))
                for place, _ in group
            )
        )
        bottom = max(place.header_row + count for place, count in group)
        areas.append(f"A{top}:{right}{bottom}")
    return areas
