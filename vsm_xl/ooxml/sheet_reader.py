"""Reads a worksheet part into its map.

The part is parsed once with expat, which tells for each element where it begins; nothing is
ever built from the parsed text, so what is not asked for cannot be changed.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, parse_range, place_in_row, reference
from vsm_xl.ooxml.sheet import Cell, Columns, Row, SheetMap
from vsm_xl.ooxml.spans import MAX_DEPTH, Span, check_depth, new_parser, tag_span, whole_span

#: Transitional and strict spelling of the spreadsheet namespace (ISO/IEC 29500).
NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
#: The cells that one array formula may fill: a whole column, and no attack by one attribute.
MAX_ARRAY: Final = MAX_ROW
#: Excel takes formulas of 8,192 characters; the file may spell function names longer.  Reading one
#: takes time by the square of its length.
MAX_FORMULA: Final = 16_384

#: The elements that matter, each with the one that it stands in.
_PARENTS: Final = {
    "worksheet": "",
    "dimension": "worksheet",
    "cols": "worksheet",
    "col": "cols",
    "sheetData": "worksheet",
    "row": "sheetData",
    "c": "row",
    "f": "c",
    "v": "c",
    "is": "c",
}
#: What an element is, by what it stands in and its name as expat gives it.
_STEPS: Final = {
    (parent, f"{namespace} {name}"): name
    for name, parent in _PARENTS.items()
    for namespace in NAMESPACES
}
#: Stands for every element that does not matter; nothing below one does.
_OTHER: Final = "?"


class _Reader:
    """Collects the map while expat walks through the part."""

    def __init__(self, xml: bytes, parser: expat.XMLParserType) -> None:
        self.xml = xml
        self.path: list[str] = [""]
        self.starts: list[int] = []
        self.prefix: bytes = b""
        self.rows: list[Row] = []
        self.columns: list[Columns] = []
        self.dimension: Span | None = None
        self.dimension_reference = ""
        self.data: Span | None = None
        self.data_tag: Span | None = None
        self.cell: Cell
        self.text: list[str] | None = None
        #: Whether nothing has been met since the last start tag: the element may be empty.
        self.bare = True
        self.openers = {
            "worksheet": self.open_sheet,
            "dimension": self.open_dimension,
            "col": self.open_columns,
            "sheetData": self.open_data,
            "row": self.open_row,
            "c": self.open_cell,
            "f": self.open_formula,
            "v": self.open_value,
            "is": self.open_value,
        }
        self.closers = {
            "sheetData": self.close_data,
            "row": self.close_row,
            "c": self.close_cell,
            "f": self.close_formula,
            "v": self.close_value,
            "is": self.close_inline,
        }
        self.parser = parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        what = _STEPS.get((self.path[-1], name), _OTHER)
        self.path.append(what)
        if len(self.path) > MAX_DEPTH:
            check_depth(len(self.path))
        start = self.parser.CurrentByteIndex
        self.starts.append(start)
        self.bare = True
        opener = self.openers.get(what)
        if opener is not None:
            opener(attributes, start)

    def open_sheet(self, _: dict[str, str], start: int) -> None:
        qualified = re.compile(rb"<([^\s/>]+)").match(self.xml, start)
        assert qualified is not None
        self.prefix = qualified[1][: -len(b"worksheet")]

    def open_dimension(self, attributes: dict[str, str], start: int) -> None:
        self.dimension = tag_span(self.xml, start)
        self.dimension_reference = attributes.get("ref", "")

    def open_columns(self, attributes: dict[str, str], _: int) -> None:
        first, last = int(attributes.get("min", "")), int(attributes.get("max", ""))
        self.columns.append(Columns(first, last, attributes.get("style")))

    def open_data(self, _: dict[str, str], start: int) -> None:
        self.data_tag = tag_span(self.xml, start)

    def open_row(self, attributes: dict[str, str], start: int) -> None:
        before = self.rows[-1].number if self.rows else 0
        number = int(attributes.get("r", before + 1))
        if not before < number <= MAX_ROW:
            raise UnusableInput(f"A worksheet's rows are out of order at row {number}.")
        tag = tag_span(self.xml, start)
        self.rows.append(Row(number, attributes, tag, tag))

    def open_cell(self, attributes: dict[str, str], start: int) -> None:
        row = self.rows[-1]
        before = row.cells[-1].column if row.cells else 0
        number, column = row.number, before + 1
        if "r" in attributes:
            number, column = place_in_row(attributes["r"], row.number)
        if number != row.number or not before < column <= MAX_COLUMN:
            raise UnusableInput(
                f"A worksheet's cells are out of order at {attributes.get('r', row.number)}."
            )
        self.cell = Cell(number, column, attributes, Span(start, start))

    def open_formula(self, attributes: dict[str, str], _: int) -> None:
        if attributes.get("t") == "array":
            top, left, bottom, right = parse_range(attributes.get("ref", ""))
            if (bottom - top + 1) * (right - left + 1) > MAX_ARRAY:
                raise UnusableInput(
                    f"The array formula for {attributes['ref']} fills more than {MAX_ARRAY:,} "
                    f"cells."
                )
        self.cell.formula_attributes = attributes
        self.text = []

    def open_value(self, _: dict[str, str], __: int) -> None:
        self.text = []

    def end(self, _name: str) -> None:
        start = self.starts.pop()
        closer = self.closers.get(self.path.pop())
        if closer is not None:
            closing = self.parser.CurrentByteIndex
            if self.bare:
                closer(whole_span(self.xml, tag_span(self.xml, start), closing))
            else:
                closer(Span(start, self.xml.index(b">", closing) + 1))
        self.bare = False

    def close_data(self, whole: Span) -> None:
        self.data = whole

    def close_row(self, whole: Span) -> None:
        self.rows[-1].element = whole

    def close_cell(self, whole: Span) -> None:
        self.cell.element = whole
        self.rows[-1].cells.append(self.cell)

    def close_formula(self, whole: Span) -> None:
        cell = self.cell
        cell.formula, cell.formula_text = whole, self.taken()
        if len(cell.formula_text) > MAX_FORMULA:
            raise UnusableInput(
                f"The formula in {reference(cell.row, cell.column)} has more than "
                f"{MAX_FORMULA:,} characters, which no spreadsheet program writes; clear it."
            )

    def close_value(self, whole: Span) -> None:
        self.cell.value, self.cell.stored = whole, self.taken()

    def close_inline(self, whole: Span) -> None:
        self.cell.inline, self.cell.stored = whole, self.taken()

    def taken(self) -> str:
        text, self.text = "".join(self.text or ()), None
        return text

    def characters(self, text: str) -> None:
        self.bare = False
        if self.text is not None:
            self.text.append(text)


def read_sheet(xml: bytes) -> SheetMap:
    r"""Map a worksheet part.

    Raises UnusableInput when it is no well-formed worksheet, or its cells are out of order.

    >>> xml = b'<worksheet xmlns="%s"><sheetData><row r="2"><c r="B2"><v>5</v></c></row>' \
    ...     b'</sheetData></worksheet>' % NAMESPACES[0].encode()
    >>> read_sheet(xml).cells()["B2"].stored
    '5'
    """
    parser = new_parser()
    reader = _Reader(xml, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError) as problem:
        raise UnusableInput(f"A worksheet cannot be read: {problem}.") from problem
    finally:
        # Parser and reader hold each other, and the reader all that it has read.
        parser.StartElementHandler = None
        parser.EndElementHandler = None
        parser.CharacterDataHandler = None
    if reader.data is None or reader.data_tag is None:
        raise UnusableInput("A worksheet has no cell area (sheetData).")
    return SheetMap(
        reader.prefix,
        reader.data,
        reader.data_tag,
        reader.rows,
        reader.columns,
        reader.dimension,
        reader.dimension_reference,
    )
