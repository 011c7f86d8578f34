"""Fits print areas, charts and row heights to what a return holds.

A template has room for more people than most organisations have; without this, their empty rows
would print as empty pages and take most of each chart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.annual_return.template.font_metrics import height_of, lines_needed
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.annual_return.template.sheets.parameters import DECISIONS
from vsm_xl.annual_return.template.usage import BLANK, Used, printed_areas
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.cells import enter_values
from vsm_xl.ooxml.markup import named, parse, serialise

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.description import Sheet
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue

_AREA: Final = "_xlnm.Print_Area"
_SERIES: Final = re.compile(r"<((?:\w+:)?f)>('?[^'!<]+'?)!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)</")
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_ROW: Final = re.compile(rb'<row\b[^>]*\br="(\d+)"[^>]*>')
_HEIGHT_OF: Final = re.compile(rb' ht="([0-9.]+)"')
#: Tables of the committee paper with as many lines as there are exceptions and reasons.
_FILLED_BY_FORMULAS: Final = frozenset(("paper_asked", "paper_exceptions", "paper_reasons"))
#: The table from which the lines over years are drawn.
_YEARS: Final = "ratios_drawn"
_HEIGHT: Final = re.compile(rb' (?:ht|customHeight)="[^"]*"')


def fit_print(package: Package, layout: Layout, used: Used) -> Package:
    """Let print areas and charts end at the last row in use, and rows be as high as their text.

    Args:
        package: an annual return, filled.
        layout: the layout it follows.
        used: how much of it is in use; with no people it prints as a blank template does.
    """
    printed = used if used.people else used._replace(people=BLANK.people, cases=BLANK.cases)
    package = _areas(package, layout, printed)
    package = _charts(package, layout, used)
    if used.people:
        package = _heights(package, layout, used)
    place = layout.places["audit"]
    part = package.sheets()[place.sheet.title]
    entered: dict[str, CellValue] = {
        place.line_cell("people"): min(printed.people, layout.people),
        place.line_cell("cases"): printed.cases,
    }
    return package.replace(part, enter_values(package.parts[part], entered))


def cover_posts(package: Package, layout: Layout) -> Package:
    """Fit print areas and charts again where there are more posts or pay cases than they cover.

    Areas that cover everything stay as they are: a person may have set them by hand.  Rows in use
    that are as high as in the template are left to fit their text.

    Args:
        package: an annual return, found sound.
        layout: the layout it follows.
    """
    used = used_of(package, layout)
    place = layout.places["audit"]
    noted = contents(package, {place.sheet.title})[place.sheet.title]
    posts_covered, cases_covered = (noted.get(place.line_cell(key)) for key in ("people", "cases"))
    if not isinstance(posts_covered, int) or not isinstance(cases_covered, int) or not used.people:
        return package
    if used.people <= posts_covered and used.cases <= cases_covered:
        return _heights(package, layout, used)
    return fit_print(package, layout, used)


def used_of(package: Package, layout: Layout) -> Used:
    """Return how much of a return is in use, by what is entered in it."""
    inputs = read_inputs(package, layout)
    people, ranges, earlier = (
        max(inputs.places[table], default=-1) + 1 for table in ("people", "ranges", "earlier")
    )
    decided = [row.get("decision") for row in inputs.rows["people"]]
    # Who is to approve is known after recalculation only: at most these can be cases.
    cases = sum(decision not in {None, DECISIONS[0]} for decision in decided)
    years = earlier + 2 if earlier else 1 + ("staff_pay_year_last_year" in inputs.lines)
    return Used(people, cases, ranges, years)


def all_areas(package: Package, layout: Layout) -> dict[str, str]:
    """Return what of every sheet is in use, as print areas, working sheets included.

    Args:
        package: an annual return, found sound.
        layout: the layout it follows.
    """
    used = used_of(package, layout)
    return {sheet.title: _area(layout, sheet, used, every=True) for sheet in layout.sheets}


def _area(layout: Layout, sheet: Sheet, used: Used, *, every: bool = False) -> str:
    areas = printed_areas(layout, sheet, used, every=every)
    title = quoted(sheet.title)
    return ",".join(f"{title}!" + _CELL.sub(r"$\1$\2", area) for area in areas)


def _areas(package: Package, layout: Layout, used: Used) -> Package:
    part = package.workbook_part()
    root = parse(package.parts[part])
    titles = [element.get("name", "") for element in package.sheet_elements()]
    ours = {sheet.title for sheet in layout.sheets}
    for element in named(root, "definedName"):
        scope = element.get("localSheetId", "")
        if element.get("name") != _AREA or not scope.isdecimal() or int(scope) >= len(titles):
            continue
        if titles[int(scope)] in ours:
            element.text = _area(layout, layout.sheet(titles[int(scope)]), used)
    return package.replace(part, serialise(root))


def _charts(package: Package, layout: Layout, used: Used) -> Package:
    """Let the series of a chart show the rows in use; one that is not in use keeps a row."""
    drawn = {chart.table for sheet in layout.sheets for chart in sheet.charts} - {"costs", "ratios"}
    drawn |= {_YEARS}
    places = [layout.places[key] for key in drawn]

    def fitted(match: re.Match[str]) -> str:
        tag, sheet, left, top, right, _ = match.groups()
        for place in places:
            inside = place.first_row <= int(top) <= place.last_row
            if inside and quoted(place.sheet.title) == quoted(sheet.strip("'")):
                first, last = _rows_drawn(place, used)
                return f"<{tag}>{sheet}!${left}${first}:${right}${last}</"
        return match[0]

    for part, data in package.parts.items():
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            text = data.decode()
            new = _SERIES.sub(fitted, text)
            if new != text:
                package = package.replace(part, new.encode())
    return package


def _rows_drawn(place: Place, used: Used) -> tuple[int, int]:
    """Return the first and the last row that a chart shows; years end with the newest."""
    count = max(1, used.rows(place))
    if place.table.key == _YEARS:
        return place.last_row - count + 1, place.last_row
    return place.first_row, place.header_row + count


def _heights(package: Package, layout: Layout, used: Used) -> Package:
    """Take the heights of the template off rows in use: programs fit them to the text on opening.

    Heights that a person chose stay.  Where charts stand further down the rows get the height of
    their post: LibreOffice would leave the charts where they were before it fitted the rows.
    """
    parts = package.sheets()
    people = layout.places["people"]
    posts = contents(package, {people.sheet.title})[people.sheet.title]
    for sheet in layout.sheets:
        built: dict[int, float] = {}
        fitting: dict[int, float] = {}
        for place in (layout.places[table.key] for table in sheet.tables):
            if place.table.people is not None:
                for at in range(used.rows(place)):
                    post = str(posts.get(people.cell("post", place.table.people[0] + at), ""))
                    fitting[place.first_row + at] = height_of(
                        lines_needed(post, sheet.column_widths[0])
                    )
                    built[place.first_row + at] = height_of(place.table.lines_high)
            else:
                built |= _rows_of_words(place, used)
        if not built:
            continue

        def fitted(
            match: re.Match[bytes],
            built: dict[int, float] = built,
            fitting: dict[int, float] = fitting if sheet.charts else {},
        ) -> bytes:
            row, found = int(match[1]), _HEIGHT_OF.search(match[0])
            if row in fitting:
                height = b' ht="%g" customHeight="1"' % fitting[row]
                return _HEIGHT.sub(b"", match[0]).replace(b"<row", b"<row" + height, 1)
            if found and float(found[1]) == built.get(row):
                return _HEIGHT.sub(b"", match[0])
            return match[0]

        part = parts[sheet.title]
        package = package.replace(part, _ROW.sub(fitted, package.parts[part]))
    return package


def _rows_of_words(place: Place, used: Used) -> dict[int, float]:
    """Return the rows of long words that are several lines high; those to be signed stay so."""
    if place.table.height == 1 and place.table.lines_high > 1:
        return {place.first_row: height_of(place.table.lines_high)}
    if place.table.key in _FILLED_BY_FORMULAS:
        height = height_of(place.table.lines_high)
        return dict.fromkeys(range(place.first_row, place.last_row + 1), height)
    if not place.table.key.startswith(("case_", "paper_figures")):
        return {}
    return {
        place.first_row + at: height_of(line.lines_high)
        for at, line in enumerate(place.table.lines[: used.rows(place)])
        if line.formula and line.lines_high > 1
    }
