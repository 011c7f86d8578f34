"""Carries the inputs of a damaged return into a sound one: nothing that was entered is lost.

A return that a person's changes have made unusable still holds what was entered.  It is found by
what stands above and beside it (headers, labels), wherever that has moved to, and read cell by
cell; what cannot be read is named with its cell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.build.workbook import build
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.integrity.stale_references import StaleReferences
from vsm_xl.annual_return.reading.editions import edition_named
from vsm_xl.annual_return.reading.entries import from_cell, from_text
from vsm_xl.annual_return.reading.identify import layout_of, workbook_names
from vsm_xl.annual_return.reading.inputs import Inputs, input_places, tidy, unguarded
from vsm_xl.annual_return.template.template import PEOPLE, RANGE_ROWS, STAFF_ROWS, template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.references import parse_reference, reference
from vsm_xl.ooxml.supervision import begin_building

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Entries
    from vsm_xl.annual_return.template.description import Column, Line
    from vsm_xl.annual_return.template.layout import Layout, Place

#: A row is the header of a table where it holds at least this share of its headers.
_ENOUGH: Final = 0.5
#: How far from its place a header is looked for.
_FAR: Final = 60

_Cells = dict[tuple[int, int], object]


@dataclass
class Repaired:
    """A sound return with the inputs of a damaged one.

    Attributes:
        package: the new workbook, not yet recalculated.
        inputs: what was carried over.
        converted: lines about cells whose value was brought into the right form.
        left_out: lines about cells, or whole sheets, that could not be carried over.
        made_with: the data edition that the damaged return names.
    """

    package: Package
    inputs: Inputs
    converted: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    made_with: str = ""


def new_return(inputs: Inputs, name: str) -> Package:
    """Build a template with room for some inputs, and fill it with them."""
    rows = {key: inputs.rows.get(key, []) for key in ("people", "ranges", "staff_list", "earlier")}
    layout = template_layout(
        max(PEOPLE, len(rows["people"])),
        max(RANGE_ROWS, len(rows["ranges"])),
        max(STAFF_ROWS, len(rows["staff_list"])),
    )
    pay = [row["pay"] for row in rows["staff_list"]]
    begin_building()
    return fill(
        Package.from_bytes(build(layout), name), inputs.lines, rows["people"], rows["ranges"],
        staff_pay=[amount for amount in pay if isinstance(amount, int | float)],
        earlier_ratios=rows["earlier"],
    )  # fmt: skip


def repair(package: Package, name: str) -> Repaired:
    """Find the inputs in a damaged return and put them into a new one.

    Args:
        package: the damaged workbook.
        name: what messages call the new one.

    Raises:
        UnusableInput: no input is found in it: it is another kind of workbook.
    """
    finder = _Finder(package)
    finder.left_out += _shifted(package)
    inputs = finder.inputs(template_layout())
    if not inputs.lines and not any(inputs.rows.values()):
        raise UnusableInput(
            f"{package.name}: no input of an annual return is found in it: neither the lines of "
            "Organisation nor the columns of People hold anything. Take a copy from before it was "
            "damaged."
        )
    made_with = edition_named(package, workbook_names(package))
    return Repaired(new_return(inputs, name), inputs, finder.converted, finder.left_out, made_with)


def _shifted(package: Package) -> list[str]:
    """Return where single cells moved up or down: they are carried over as they stand."""
    held = contents(package)
    try:
        layout = layout_of(package)
    except UnusableInput:
        return []
    if any(sheet.title not in held for sheet in layout.sheets):
        return []
    stale = StaleReferences(package.name, layout, held)
    places = [place for place in input_places(layout) if not place.table.lines]
    return [words for place in places for _, words in stale.shifted(place)]


class _Finder:
    def __init__(self, package: Package) -> None:
        self._name = package.name
        self._sheets: dict[str, _Cells] = {
            title: {parse_reference(ref): value for ref, value in cells.items()}
            for title, cells in contents(package).items()
        }
        self.converted: list[str] = []
        self.left_out: list[str] = []

    def inputs(self, layout: Layout) -> Inputs:
        found = Inputs({}, {})
        for place in input_places(layout):
            title = self._sheet(place)
            if title is None:
                self.left_out.append(
                    f"{self._name}: there is no sheet {place.sheet.title}, so nothing of it could be "
                    "carried over."
                )
            elif place.table.lines:
                found.lines.update(self._lines(place, title))
            else:
                found.rows[place.table.key] = list(self._rows(place, title))
        return found

    def _lacks(self, title: str, words: str) -> None:
        self.left_out.append(f"{self._name}, sheet {title}: {words} could not be carried over.")

    def _sheet(self, place: Place) -> str | None:
        """Find a sheet by its title, by its heading, or by the table that it holds."""
        sheet = place.sheet
        headed = [
            title for title, cells in self._sheets.items() if cells.get((1, 1)) == sheet.heading
        ]
        if sheet.title in headed or (sheet.title in self._sheets and not headed):
            return sheet.title
        if headed:
            # Two that exchanged their titles still say in A1 what they are.
            return headed[0]
        wanted = _texts(place)
        best = max(self._sheets, key=lambda title: len(wanted & set(self._sheets[title].values())))
        enough = len(wanted & set(self._sheets[best].values())) >= _ENOUGH * len(wanted)
        return best if enough else None

    def _lines(self, place: Place, title: str) -> Iterator[tuple[str, Entry]]:
        labels, value = self._labels(place, title)
        for line in place.table.lines:
            if line.formula:
                continue
            if line.key not in labels:
                self._lacks(title, f"the line {line.label!r} is not found, so its value")
                continue
            entry = self._entry(title, (labels[line.key], value), line)
            if entry is not None:
                yield line.key, entry

    def _labels(self, place: Place, title: str) -> tuple[dict[str, int], int]:
        """Find the row of each line by its label, and the column in which the values stand.

        A label may also be a title elsewhere on the sheet, so the one counts that has moved as far
        as most of the others have.
        """
        cells = self._sheets[title]
        expected = {line.label: place.first_row + at for at, line in enumerate(place.table.lines)}
        seen: dict[str, list[tuple[int, int]]] = {}
        for place_of, value in cells.items():
            if isinstance(value, str) and value in expected:
                seen.setdefault(value, []).append(place_of)
        moved = Counter(
            (row - expected[label], column)
            for label, found in seen.items()
            for row, column in found
        )
        if not moved:
            return {}, 0
        (by, column), _ = moved.most_common(1)[0]

        def row_of(label: str) -> int:
            rows = [row for row, at in seen.get(label, ()) if at == column]
            if not rows and cells.get((expected[label] + by, column)) not in {None, *expected}:
                # Its words were changed; it stands where the others around it do.
                rows = [expected[label] + by]
            return min(rows or [0], key=lambda row: abs(row - expected[label] - by))

        rows = {line.key: row_of(line.label) for line in place.table.lines}
        header, word = place.header_row, place.table.columns[1].header
        for row in sorted(range(1, header + _FAR), key=lambda row: abs(row - header - by)):
            for at in range(column + 1, column + _FAR):
                if cells.get((row, at)) == word:
                    return {key: row for key, row in rows.items() if row}, at
        return {key: row for key, row in rows.items() if row}, column + 1

    def _rows(self, place: Place, title: str) -> Iterator[Entries]:
        header, columns = self._header(place, title)
        if not header:
            words = f"the header row of the table {place.table.name} is not found, so nothing of it"
            self._lacks(title, words)
            return
        last = self._last_row(place, title, header)
        used = {row for row, column in self._sheets[title] if column in columns.values()}
        for row in range(header + 1, last + 1):
            if row not in used:
                continue
            found: Entries = {}
            for column in place.table.columns:
                if column.key in columns:
                    entry = self._entry(title, (row, columns[column.key]), column)
                    if entry is not None:
                        found[column.key] = entry
            if found:
                yield found

    def _last_row(self, place: Place, title: str, header: int) -> int:
        """Find where a table ends: above the heading of the next one on its sheet."""
        cells = self._sheets[title]
        headings = {table.heading for table in place.sheet.tables if table.heading}
        below = [row for (row, _), value in cells.items() if row > header and value in headings]
        return min(below, default=max(row for row, _ in cells) + 1) - 1

    def _header(self, place: Place, title: str) -> tuple[int, dict[str, int]]:
        """Find the header row, and the column of each key in it."""
        wanted = {column.header: column.key for column in place.table.columns if column.entry}
        rows: dict[int, dict[str, int]] = {}
        for (row, column), value in self._sheets[title].items():
            if isinstance(value, str) and value in wanted:
                rows.setdefault(row, {}).setdefault(wanted[value], column)
        # Short headers may stand in several tables: then the one nearest to its place counts.
        header = max(
            rows, key=lambda row: (len(rows[row]), -abs(row - place.header_row)), default=0
        )
        if not header or len(rows[header]) < _ENOUGH * len(wanted):
            return 0, {}
        columns = rows[header]
        for one in wanted.values():
            if one not in columns and (at := _by_neighbours(place, columns, one)):
                columns[one] = at
            elif one not in columns:
                words = f"the column {one} is not found, so nothing of it"
                self._lacks(f"{title}, row {header}", words)
        return header, columns

    def _entry(self, title: str, at: tuple[int, int], asked: Column | Line) -> Entry:
        stands = self._sheets[title].get(at)
        held = unguarded(stands)
        where = f"{self._name}, sheet {title}, cell {reference(*at)}"
        if isinstance(stands, str) and stands.startswith("="):
            self.left_out.append(
                f"{where}: an input holds the formula {stands} (not carried over; enter its value)"
            )
            return None
        try:
            return tidy(from_cell(held, asked.kind, asked.choices))
        except ValueError as fault:
            problem = str(fault)
        if isinstance(held, str):
            try:
                entry = from_text(held, asked.kind, asked.choices)
            except ValueError:
                pass
            else:
                self.converted.append(f"{where}: {held!r} was read as {entry}.")
                return entry
        self.left_out.append(f"{where}: {problem} (not carried over; enter it again)")
        return None


def _texts(place: Place) -> set[object]:
    if place.table.lines:
        return {line.label for line in place.table.lines}
    return {column.header for column in place.table.columns}


def _by_neighbours(place: Place, columns: Mapping[str, int], key: str) -> int:
    """Guess the column of a header that was overwritten: between its two neighbours."""
    at = place.table.index(key)
    keys = [column.key for column in place.table.columns]
    before = columns.get(keys[at - 1], 0) if at else 0
    after = columns.get(keys[at + 1], 0) if at + 1 < len(keys) else before + 2
    return before + 1 if after - before == 2 else 0  # noqa: PLR2004 - one column between
