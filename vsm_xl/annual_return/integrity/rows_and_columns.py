"""Finds sheets that were renamed or deleted, and rows and columns that were put in or taken out.

Each of these changes hundreds of formulas at once, because spreadsheet programs move references
along.  So they are looked for first, and named once, by the row where it happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.integrity.stale_references import StaleReferences
from vsm_xl.annual_return.messages import lower, repair_words
from vsm_xl.annual_return.reading.identify import table_ranges
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.ooxml.references import column_letters, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.annual_return.integrity.stale_references import Held
    from vsm_xl.annual_return.template.description import Sheet, Table
    from vsm_xl.annual_return.template.layout import Layout, Place
    from vsm_xl.ooxml.package import Package

#: How far an anchor is looked for; a sheet that moved further is told by its table.
_FAR: Final = 60


def sheets_renamed(held: Held) -> dict[str, str]:
    """Return the right title of each sheet that was renamed, by the one that it has now.

    What a sheet is stands in its A1; a copy beside a sheet that has its title is none of ours.
    """
    titles = {sheet.heading: sheet.title for sheet in template_layout().sheets}
    found: dict[str, str] = {}
    for now, cells in held.items():
        title = titles.get(str(cells.get("A1")), now)
        # Where its title is taken, then by another of ours whose title was exchanged with it.
        taken = titles.get(str(held[title].get("A1")), title) if title in held else ""
        if taken != title and title not in found.values():
            found[now] = title
    return found


def as_named(text: str, renamed: Mapping[str, str]) -> str:
    """Let the references of a formula lead to the right titles of sheets that were renamed.

    >>> as_named("='Our people'!$A8+VSMs!B2", {"Our people": "People", "VSMs": "Pay ranges"})
    "=People!$A8+'Pay ranges'!B2"
    """
    if "!" not in text or not renamed:
        return text
    spelt = {
        one: title
        for now, title in renamed.items()
        for one in (now, "'" + now.replace("'", "''") + "'")
    }
    any_of = "|".join(re.escape(one) for one in sorted(spelt, key=len, reverse=True))
    return re.sub(rf"(?<![\w.'])({any_of})(?=!)", lambda at: quoted(spelt[at[1]]), text)


def renamed_words(file: str, renamed: Mapping[str, str]) -> list[str]:
    """Return which sheets were renamed, and what to call them again."""
    return [
        f"{file}, sheet {now}: it was renamed. Name it {title} again: double-click its tab."
        for now, title in renamed.items()
    ]


def sheets_gone(file: str, held: Held) -> list[str]:
    """Return which sheets are missing."""
    return [
        f"{file}: the sheet {sheet.title} is missing."
        + (" What was entered there is lost with it." if sheet.purpose == "input" else "")
        + f" Take a copy from before it was deleted. Or: {lower(repair_words(file))}"
        for sheet in template_layout().sheets
        if sheet.title not in held
    ]


def rows_and_columns(package: Package, layout: Layout, held: Held) -> list[str]:
    """Return where rows or columns were put in or taken out."""
    problems: list[str] = []
    tables = table_ranges(package)
    finder = _Finder(package, layout, held)
    stale = StaleReferences(package.name, layout, held)
    for sheet in layout.sheets:
        places = [layout.places[table.key] for table in sheet.tables]
        moved = [
            place
            for place in places
            if place.table.name in tables and tables[place.table.name] != parse_range(place.ref)
        ]
        found = list(finder.by_anchors(sheet))
        if not found and sheet.purpose == "input":
            found = [
                words for place in places if not place.table.lines for words in stale.rows(place)
            ]
        if not found and moved:
            found = [finder.by_table(moved[0], tables[moved[0].table.name])]
        problems += found
    return problems


@dataclass(frozen=True)
class _Finder:
    package: Package
    layout: Layout
    held: Held

    def by_anchors(self, sheet: Sheet) -> Iterator[str]:
        """Compare the constant texts of the first column, and of each header row."""
        cells = self.held[sheet.title]
        rows: dict[int, str] = {1: sheet.heading, 2: sheet.introduction}
        columns: dict[int, dict[int, str]] = {}
        for table in sheet.tables:
            place = self.layout.places[table.key]
            header = place.header_row
            columns.setdefault(header, {}).update(
                {at: one.header for at, one in enumerate(table.columns, start=place.left + 1)}
            )
            if not place.left:
                rows |= {header: table.columns[0].header, **self._labels(table, header)}
        shift = _shift(rows, {row: cells.get(f"A{row}") for row in _around(rows)})
        if shift:
            yield self._rows_words(sheet, *shift)
            return
        for row, headers in columns.items():
            now = {at: cells.get(f"{column_letters(at)}{row}") for at in _around(headers)}
            if shift := _shift(headers, now):
                before, at, by = shift
                yield self._columns_words(sheet, before + 1 if by > 0 else at, by)
                return

    def _labels(self, table: Table, header: int) -> dict[int, str]:
        """Return the constant texts of a table's first column, and its heading, by row."""
        found = {}
        if table.heading:
            found[header - table.room - (3 if table.guided else 1)] = table.heading
        if not isinstance(table.rows, int):
            for row, content in enumerate(table.rows, start=header + 1):
                label = content.get(table.columns[0].key)
                if isinstance(label, str) and not label.startswith("="):
                    found[row] = label
        return found

    def _rows_words(self, sheet: Sheet, before: int, at: int, by: int) -> str:
        where = f"{self.package.name}, sheet {sheet.title}"
        if by < 0:
            rows = "a row was" if by == -1 else f"{-by} rows were"
            return (
                f"{where}, row {before + 1}: {rows} deleted here or just below, and what was "
                f"entered there is lost with it. {repair_words(self.package.name)}"
            )
        row = before + 1
        while row < at + by - 1 and f"A{row}" in self.held[sheet.title]:
            row += 1
        rows = "a row was" if by == 1 else f"{by} rows were"
        near = "" if at == before + 1 else " here or below"
        it = "it" if by == 1 else "them"
        return (
            f"{where}, row {row}: {rows} inserted{near}. If nothing is needed of {it}, delete {it} "
            f"(Home, Delete, Delete Sheet Rows). Otherwise: {lower(repair_words(self.package.name))}"
        )

    def _columns_words(self, sheet: Sheet, column: int, by: int) -> str:
        letter = column_letters(column)
        what, lost = ("inserted", "") if by > 0 else ("deleted", ", with what was entered there")
        one = "a column was" if abs(by) == 1 else f"{abs(by)} columns were"
        return (
            f"{self.package.name}, sheet {sheet.title}, column {letter}: {one} {what}{lost}. "
            f"{repair_words(self.package.name)}"
        )

    def by_table(self, place: Place, now: tuple[int, int, int, int]) -> str:
        top, left, bottom, right = now
        ref = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        last = f"{column_letters(right)}{bottom}"
        where = f"{self.package.name}, sheet {place.sheet.title}"
        column = next((one.key for one in place.table.columns if one.formula), "")
        for row in range(top + 1, bottom + 1) if column and bottom > place.last_row else ():
            if f"{place.letter(column)}{row}" not in self.held[place.sheet.title]:
                return (
                    f"{where}, row {row}: a row was inserted, in which nothing is computed. Delete it "
                    "(Home, Delete, Delete Sheet Rows), or: "
                    f"{lower(repair_words(self.package.name))}"
                )
        return (
            f"{where}, cell {last}: the table "
            f"{place.table.name} now fills {ref}, and the formulas are made for {place.ref}: rows or "
            f"columns were added or taken away. {repair_words(self.package.name)}"
        )


def _around(anchors: Mapping[int, str]) -> range:
    return range(1, max(anchors) + _FAR + 1)


def _shift(anchors: Mapping[int, str], now: Mapping[int, object]) -> tuple[int, int, int] | None:
    """Find the first anchor that stands elsewhere: the one before it, its place, how far off.

    What is merely overwritten is not a shift: the anchors after it must have moved along.
    """
    order = sorted(anchors)
    for at, place in enumerate(order):
        if now.get(place) == anchors[place]:
            continue
        rest = order[at + 1 :]
        if rest and all(now.get(one) == anchors[one] for one in rest):
            # Merely overwritten: whatever follows stands where it should.
            continue
        for by in sorted(range(-_FAR, _FAR + 1), key=abs):
            # The deleted row's own anchor is gone; those after it are where it stood.
            tail = [place, *rest[:2]] if by > 0 else rest[:3] or [place]
            if by and all(now.get(one + by) == anchors[one] for one in tail):
                return (order[at - 1] if at else 0), place, by
    return None
