"""Fits print areas, charts and row heights to what a return holds.

A template has room for more people than most organisations have; without this, their empty rows
would print as empty pages and take most of each chart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.layout import quoted
from vsm_xl.annual_return.pages import printed_areas
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.ooxml.spans import elements, spliced

if TYPE_CHECKING:
    from vsm_xl.annual_return.description import Sheet
    from vsm_xl.annual_return.layout import Layout, Place
    from vsm_xl.ooxml.package import Package

_AREA: Final = "_xlnm.Print_Area"
_SERIES: Final = re.compile(r"<((?:\w+:)?f)>('?[^'!<]+'?)!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)</")
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_ROW: Final = re.compile(rb'<row\b[^>]*\br="(\d+)"[^>]*>')
_HEIGHT: Final = re.compile(rb' (?:ht|customHeight)="[^"]*"')


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
        """Give how many rows of a table are in use; all of one that everybody has."""
        table = place.table
        if table.people is not None and self.people:
            first, last = table.people
            return max(0, min(last, self.people) - first)
        if table.key.startswith("case_") and self.people:
            number = int(table.key.removeprefix("case_"))
            return table.height if number <= max(1, self.cases) else 0
        counted = {"ranges": self.ranges, "ratios": self.years}.get(table.key, 0)
        return counted or table.height


def fit_print(package: Package, layout: Layout, used: Used) -> Package:
    """Let print areas and charts end at the last row in use, and rows be as high as their text.

    Args:
        package: an annual return, filled.
        layout: the layout it follows.
        used: how much of it is in use; with no people, all of it prints, as in a template.
    """
    package = _areas(package, layout, used)
    package = _charts(package, layout, used)
    if used.people:
        package = _heights(package, layout, used)
    place = layout.places["audit"]
    part = package.sheets()[place.sheet.title]
    entered = {place.line_cell("people"): used.people or None}
    return package.replace(part, enter_values(package.parts[part], entered))


def _area(layout: Layout, sheet: Sheet, used: Used) -> str:
    places = [layout.places[table.key] for table in sheet.tables]
    # The ratios are a chart's figures: their table is printed whole.
    rows = [p.table.height if p.table.key == "ratios" else used.rows(p) for p in places]
    areas = printed_areas(places, rows, apart=sheet.apart)
    title = quoted(sheet.title)
    return ",".join(f"{title}!" + _CELL.sub(r"$\1$\2", area) for area in areas)


def _areas(package: Package, layout: Layout, used: Used) -> Package:
    part = package.workbook_part()
    xml = package.parts[part]
    titles = list(package.sheets())
    edits = []
    for element in elements(xml):
        told = element.attributes
        if element.path[-1] != "definedName" or told.get("name") != _AREA:
            continue
        area = _area(layout, layout.sheet(titles[int(told["localSheetId"])]), used)
        content = element.content(xml)
        edits.append((content.start, content.end, area.encode()))
    return package.replace(part, spliced(xml, edits))


def _charts(package: Package, layout: Layout, used: Used) -> Package:
    """Let the series of a chart end with its last row in use; one in no use keeps its first."""
    drawn = {chart.table for sheet in layout.sheets for chart in sheet.charts} - {"costs"}
    tops = {
        (quoted(layout.places[key].sheet.title), layout.places[key].first_row): layout.places[key]
        for key in drawn
    }

    def fitted(match: re.Match[str]) -> str:
        tag, sheet, left, top, right, _ = match.groups()
        place = tops.get((quoted(sheet.strip("'")), int(top)))
        if place is None:
            return match[0]
        last = place.header_row + max(1, used.rows(place))
        return f"<{tag}>{sheet}!${left}${top}:${right}${last}</"

    for part, data in package.parts.items():
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            text = data.decode()
            new = _SERIES.sub(fitted, text)
            if new != text:
                package = package.replace(part, new.encode())
    return package


def _heights(package: Package, layout: Layout, used: Used) -> Package:
    """Take the fixed heights off rows in use: programs then fit them to the text when they open."""
    parts = package.sheets()
    for sheet in layout.sheets:
        rows = {
            place.header_row + at
            for place in (layout.places[table.key] for table in sheet.tables)
            if place.table.people is not None
            for at in range(1, used.rows(place) + 1)
        }
        if not rows:
            continue

        def fitted(match: re.Match[bytes], rows: set[int] = rows) -> bytes:
            return _HEIGHT.sub(b"", match[0]) if int(match[1]) in rows else match[0]

        part = parts[sheet.title]
        package = package.replace(part, _ROW.sub(fitted, package.parts[part]))
    return package
