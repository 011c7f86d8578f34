"""The workbook laid out: where each table of the description stands, and what each cell is.

Builder, filler, reader, checker and tests all walk over this one description.  A formula is
written with references by name, in square brackets, which :class:`Layout` turns into cells:

- ``[salary]`` the column of that key of the same table, in the same row;
- ``[people.salary]`` the same of another table, in the row of the same number;
- ``[staff_pay.value+2]`` the same, that many rows further down (or up, with a minus);
- ``[people.salary:all]`` every data row of that column;
- ``[salary+1:end]`` that column from so many rows further down to the row after the table;
- ``[decisions.post:award]`` the same row from one column to another;
- ``[people.salary:post:all]`` every data row from one column to another;
- ``[case_1@row]`` the value of that line of a table of labelled values.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vsm_xl.annual_return.template.field_types import ANY, SHORT_TEXT, FieldType, unit_shown
from vsm_xl.ooxml.references import column_letters, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vsm_xl.annual_return.template.description import Column, Content, Sheet, Table

#: What a cell serves as.
Role = Literal[
    "text", "label", "header", "unit", "guidance", "heading", "input", "formula", "record"
]

#: A reference by name in a formula of the description.
REFERENCE: Final = re.compile(
    r"\[(?:(?P<table>\w+)\.)?(?P<key>\w+)(?P<down>[+-]\d+)?(?::(?P<to>\w+))?(?P<all>:all)?\]"
    r"|\[(?P<lines>\w+)@(?P<line>\w+)\]"
)
#: Stands around the number of a row that moves.
_ROW: Final = "\x00"
#: Text that begins so is a reference, to be put into words.
_PLACE: Final = "@"
#: People of the largest layout whose cells are kept: a megabyte for ten of them.
MOST_KEPT: Final = 60
#: Title, introduction, link back to the Cover, and a row left free.
FIRST_TABLE_ROW: Final = 5


def quoted(title: str) -> str:
    """Write a sheet's title as formulas do: in quotes where it holds more than letters.

    >>> quoted("People"), quoted("Pay ranges")
    ('People', "'Pay ranges'")
    """
    return title if title.isalpha() else "'" + title.replace("'", "''") + "'"


class Place(NamedTuple):
    """Where a table stands."""

    sheet: Sheet
    table: Table
    header_row: int
    #: How many columns stand to its left.
    left: int = 0

    @property
    def top(self) -> int:
        """The row of its heading, or the first of the rows above its header."""
        table = self.table
        return (
            self.header_row - table.room - (1 if table.heading else 0) - (2 if table.guided else 0)
        )

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.header_row + self.table.height

    @property
    def ref(self) -> str:
        """The table with its header, such as ``A6:D14``."""
        last = reference(self.last_row, self.left + len(self.table.columns))
        return f"{reference(self.header_row, self.left + 1)}:{last}"

    def letter(self, key: str) -> str:
        """Return the column letter of a key."""
        return column_letters(self.left + self.table.index(key) + 1)

    def cell(self, key: str, at: int = 0) -> str:
        """Return the cell of a column in data row ``at`` (from 0), such as ``G7``."""
        return f"{self.letter(key)}{self.first_row + at}"

    def line_cell(self, key: str) -> str:
        """Return the value cell of a line."""
        for at, line in enumerate(self.table.lines):
            if line.key == key:
                return self.cell("value", at)
        raise KeyError(f"{self.table.key}.{key}")


class LayoutCell(NamedTuple):
    """One cell as it is to be: where, what in it, and as what it serves."""

    row: int
    column: int
    content: Content
    role: Role
    kind: FieldType = ANY
    unit: str = ""
    choices: str = ""
    label: str = ""
    guidance: str = ""
    link: str = ""
    table: str = ""
    key: str = ""
    line: str = ""

    @property
    def ref(self) -> str:
        """Its address, such as ``B7``."""
        return reference(self.row, self.column)


class BuiltSheet(NamedTuple):
    """A sheet as it is built.

    Attributes:
        formulas: The formula of each cell that has one, without its equals sign.
        rows: Position, address, content and description of each cell, by the number of its row.
        filled: The rows of cells that hold something.
    """

    formulas: dict[str, str]
    rows: dict[int, list[tuple[int, str, Content, LayoutCell]]]
    filled: set[int]


class TemplateSize(NamedTuple):
    """How many people, rows of pay ranges and rows of staff pay a template holds."""

    people: int
    range_rows: int
    staff_rows: int


@dataclass(frozen=True)
class Layout:
    """The whole workbook for a number of people."""

    sheets: tuple[Sheet, ...]
    people: int
    range_rows: int
    staff_rows: int

    @property
    def size(self) -> TemplateSize:
        """What layouts of the same sheets differ by."""
        return TemplateSize(self.people, self.range_rows, self.staff_rows)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each table stands, by its key."""
        found = {}
        for sheet in self.sheets:
            row = FIRST_TABLE_ROW
            before: Place | None = None
            for table in sheet.tables:
                if table.beside and before is not None:
                    left = before.left + len(before.table.columns) + 1
                    place = Place(sheet, table, before.header_row, left)
                else:
                    row += (1 if table.heading else 0) + table.room + (2 if table.guided else 0)
                    place = Place(sheet, table, row)
                row = max(row, place.header_row + table.height + 2)
                found[table.key] = before = place
        return found

    @cached_property
    def kept(self) -> dict[str, tuple[LayoutCell, ...]]:
        """The cells of tables that were asked for, by the table's key."""
        return {}

    @cached_property
    def built(self) -> dict[str, BuiltSheet]:
        """The sheets that were asked for, as they are built, by title."""
        return {}

    def sheet(self, title: str) -> Sheet:
        """Find a sheet by its title.

        Raises:
            KeyError: there is none of that title.
        """
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        raise KeyError(title)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every defined name with what it refers to, such as ``Organisation!$B$6``."""
        found = {}
        for place in self.places.values():
            for named in place.table.names:
                first, last = named.rows or (0, place.table.height - 1)
                top = place.header_row if named.header else place.first_row + first
                bottom = place.first_row + last
                left, right = place.letter(named.first), place.letter(named.last or named.first)
                ref = f"${left}${top}"
                if (left, top) != (right, bottom):
                    ref += f":${right}${bottom}"
                found[named.name] = f"{quoted(place.sheet.title)}!{ref}"
        return found

    def place_in_words(self, reference: str) -> str:
        """Return where a referenced cell stands, such as ``Organisation, B6``."""
        match = REFERENCE.fullmatch(reference)
        assert match
        place = self.places[match["lines"] or match["table"]]
        cell = place.line_cell(match["line"]) if match["line"] else place.cell(match["key"])
        return f"{place.sheet.title}, {cell}"

    def render(self, formula: str, table: str, rows: range) -> list[str]:
        """Turn a formula's references into cells, for some data rows (from 0) of a table."""
        pieces = self.pieces(formula, table)
        if len(pieces) == 1:
            return pieces * len(rows)
        text = "%d".join(piece.replace("%", "%%") for piece in pieces[::2])
        moved = (range(int(row) + rows.start, int(row) + rows.stop) for row in pieces[1::2])
        return [*map(text.__mod__, zip(*moved, strict=True))]

    def pieces(self, formula: str, table: str) -> list[str]:
        """Return a formula in data row 0 of a table; every second piece is the number of a row that moves."""
        found = self._pieces.get((table, formula))
        if found is None:
            found = self._pieces[table, formula] = self._rendered(formula, table).split(_ROW)
        return found

    @cached_property
    def _pieces(self) -> dict[tuple[str, str], list[str]]:
        return {}

    def _rendered(self, formula: str, table: str) -> str:
        """Return a formula in the first row of its table, rows that move with it between marks."""
        here = self.places[table]

        def cells(match: re.Match[str]) -> str:
            if match["line"]:
                place = self.places[match["lines"]]
                cell, letter = place.line_cell(match["line"]), place.letter("value")
                return f"{_before(place, here)}${letter}${cell.removeprefix(letter)}"
            place = self.places[match["table"]] if match["table"] else here
            before = _before(place, here)
            first = place.letter(match["key"])
            row = f"{_ROW}{place.first_row + int(match['down'] or 0)}{_ROW}"
            to, every = match["to"], bool(match["all"])
            if to == "end":
                return f"{before}${first}{row}:${first}${place.last_row + 1}"
            if to == "all":
                to, every = None, True
            last = place.letter(to) if to else first
            if every and (first, place.first_row) == (last, place.last_row):
                # LibreOffice saves a range of one cell as the cell.
                return f"{before}${first}${place.first_row}"
            if every:
                return f"{before}${first}${place.first_row}:${last}${place.last_row}"
            return f"{before}${first}{row}" + (f":${last}{row}" if to else "")

        return REFERENCE.sub(cells, formula)


def _before(place: Place, here: Place) -> str:
    """Return the sheet of a reference, which one to the same sheet leaves out."""
    return "" if place.sheet is here.sheet else f"{quoted(place.sheet.title)}!"


def layout_cells(layout: Layout) -> Iterator[tuple[str, LayoutCell]]:
    """Return every cell of every table with the title of its sheet."""
    for sheet in layout.sheets:
        for table in sheet.tables:
            for cell in table_cells(layout, layout.places[table.key]):
                yield sheet.title, cell


def built_sheet(layout: Layout, title: str) -> BuiltSheet:
    """Return the cells of a sheet's tables with their addresses; kept as :func:`table_cells` are."""
    known = layout.built.get(title)
    if known is None:
        known = BuiltSheet({}, defaultdict(list), set())
        places = (layout.places[table.key] for table in layout.sheet(title).tables)
        for at, cell in enumerate(chain.from_iterable(table_cells(layout, one) for one in places)):
            row, column, content, role = cell[:4]
            ref = f"{column_letters(column)}{row}"
            known.rows[row].append((at, ref, content, cell))
            if content is not None:
                known.filled.add(row)
            if role == "formula":
                known.formulas[ref] = str(content)[1:]
        if layout.people <= MOST_KEPT:
            layout.built[title] = known
    return known


def table_cells(layout: Layout, place: Place) -> Sequence[LayoutCell]:
    """Return the cells of one table: heading, units and guidance, header, data.

    Those of layouts of a usual size are kept, because whoever reads many returns asks again.
    """
    if layout.people > MOST_KEPT:
        return tuple(_cells(layout, place))
    known = layout.kept.get(place.table.key)
    if known is None:
        known = layout.kept[place.table.key] = tuple(_cells(layout, place))
    return known


def _cells(layout: Layout, place: Place) -> Iterator[LayoutCell]:
    table = place.table
    top = place.header_row
    if table.guided:
        for number, column in enumerate(table.columns, start=place.left + 1):
            yield LayoutCell(top - 2, number, unit_shown(column.unit), "unit", SHORT_TEXT)
            yield LayoutCell(top - 1, number, guidance_text(column), "guidance", SHORT_TEXT)
    if table.heading:
        row = top - (3 if table.guided else 1) - table.room
        yield LayoutCell(row, place.left + 1, table.heading, "heading", SHORT_TEXT)
    for number, column in enumerate(table.columns, start=place.left + 1):
        yield LayoutCell(top, number, column.header, "header", column.kind, table=table.key)
    columns = enumerate(table.columns, start=place.left + 1)
    cells = (_data_cells(layout, place, *column) for column in columns)
    yield from chain.from_iterable(zip(*cells, strict=True))


def _data_cells(layout: Layout, place: Place, number: int, column: Column) -> list[LayoutCell]:
    """Return the cells of a column, row by row."""
    table = place.table
    own_kind, own_line = table.kinds and column.kind is ANY, table.lines and column.key == "value"
    given = not isinstance(table.rows, int) and any(column.key in row for row in table.rows)
    if own_kind or own_line or given:
        return [_data_cell(layout, place, at, number, column) for at in range(table.height)]
    # They differ in their row alone.
    first = _data_cell(layout, place, 0, number, column)
    contents: Iterable[Content] = repeat(first.content, table.height)
    if first.role == "formula":
        contents = layout.render(column.formula, table.key, range(table.height))
    new, rest = tuple.__new__, first[3:]
    return [
        new(LayoutCell, (row, number, content, *rest))
        for row, content in enumerate(contents, start=place.first_row)
    ]


def guidance_text(column: Column) -> str:
    """Return the text above a column; an input column states so in words (rule 10)."""
    given = column.formula or not column.entry
    return column.guidance if given else f"Input: {column.brief or column.guidance}"


def _data_cell(layout: Layout, place: Place, at: int, number: int, column: Column) -> LayoutCell:
    table = place.table
    row = place.first_row + at
    content: Content = column.formula or None
    if not isinstance(table.rows, int):
        content = table.rows[at].get(column.key, content)
    line = table.lines[at] if table.lines and column.key == "value" else None
    kind = line.kind if line else column.kind
    if table.kinds and column.kind is ANY:
        kind = table.kinds[at]
    made = partial(
        LayoutCell, row, number,
        kind=kind, table=table.key, key=column.key, line=line.key if line else "",
    )  # fmt: skip
    if isinstance(content, str) and content.startswith("="):
        return made(layout.render(content, table.key, range(at, at + 1))[0], "formula")
    if line and line.recorded:
        return made(line.content, "record", label=line.label)
    if isinstance(content, str) and content.startswith(_PLACE):
        content = layout.place_in_words(content.removeprefix(_PLACE))
    if content is not None or not column.entry:
        role: Role = "label" if number == place.left + 1 else "text"
        if table.lines and column.key == "key":
            role = "guidance"
        return made(content, role, link=str(content) if table.links == column.key else "")
    told, label = (line, line.label) if line else (column, column.header)
    return made(
        None, "input", unit=told.unit, choices=told.choices, label=label, guidance=told.guidance
    )
